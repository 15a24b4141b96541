using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Decisions;

[OptionsValidator]
internal sealed partial class DecisionOptionsValidator : IValidateOptions<DecisionOptions>;
