using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Edge.Commands.Results;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary>The JSON of answers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(ListResult))]
[JsonSerializable(typeof(LabelsResult))]
[JsonSerializable(typeof(HistoryResult))]
[JsonSerializable(typeof(SnapshotResult))]
[JsonSerializable(typeof(DryRunReport))]
internal sealed partial class CommandJson : JsonSerializerContext;
