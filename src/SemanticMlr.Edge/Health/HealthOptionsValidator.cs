using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Health;

[OptionsValidator]
internal sealed partial class HealthOptionsValidator : IValidateOptions<HealthOptions>;
