using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>The JSON of all messages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(Rfc3339Converter),
        typeof(KebabCaseEnumConverter<AgentState>),
        typeof(KebabCaseEnumConverter<DetectionReason>),
        typeof(KebabCaseEnumConverter<ReviewReason>),
        typeof(KebabCaseEnumConverter<LabelSwitch>),
    ])]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(LabelsMessage))]
[JsonSerializable(typeof(CameraStateMessage))]
[JsonSerializable(typeof(DetectionMessage))]
[JsonSerializable(typeof(ReviewMessage))]
internal sealed partial class MqttJson : JsonSerializerContext;
