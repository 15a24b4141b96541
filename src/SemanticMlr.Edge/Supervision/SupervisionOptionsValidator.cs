using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Supervision;

[OptionsValidator]
internal sealed partial class SupervisionOptionsValidator : IValidateOptions<SupervisionOptions>;
