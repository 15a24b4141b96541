using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Outbox;

[OptionsValidator]
internal sealed partial class OutboxOptionsValidator : IValidateOptions<OutboxOptions>;
