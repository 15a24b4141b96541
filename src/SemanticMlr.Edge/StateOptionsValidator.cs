using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge;

[OptionsValidator]
internal sealed partial class StateOptionsValidator : IValidateOptions<StateOptions>;
