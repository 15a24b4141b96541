using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Mqtt;

[OptionsValidator]
internal sealed partial class MqttOptionsValidator : IValidateOptions<MqttOptions>;
