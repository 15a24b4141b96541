using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Labels;

[OptionsValidator]
internal sealed partial class LabelsOptionsValidator : IValidateOptions<LabelsOptions>;
