using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Health;

/// <summary>The JSON of the health message.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(HealthMessage))]
internal sealed partial class HealthJson : JsonSerializerContext;
