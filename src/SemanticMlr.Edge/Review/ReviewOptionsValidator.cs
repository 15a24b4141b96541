using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Review;

[OptionsValidator]
internal sealed partial class ReviewOptionsValidator : IValidateOptions<ReviewOptions>;
