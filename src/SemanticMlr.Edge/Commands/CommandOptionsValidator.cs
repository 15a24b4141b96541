using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Commands;

[OptionsValidator]
internal sealed partial class CommandOptionsValidator : IValidateOptions<CommandOptions>;
