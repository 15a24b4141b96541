using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Pipeline;

[OptionsValidator]
internal sealed partial class RecognitionOptionsValidator : IValidateOptions<RecognitionOptions>;
