using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Commands;

/// <summary>The JSON of answers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(CommandAnswer))]
internal sealed partial class CommandJson : JsonSerializerContext;
