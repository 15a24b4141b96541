using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Health;

/// <summary>The JSON of the health message and of the answer over HTTP.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(Rfc3339Converter), typeof(KebabCaseEnumConverter<CameraState>), typeof(KebabCaseEnumConverter<MqttSessionState>)])]
[JsonSerializable(typeof(HealthMessage))]
[JsonSerializable(typeof(HealthDetails))]
internal sealed partial class HealthJson : JsonSerializerContext;
