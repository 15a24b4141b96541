using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Cli.Bench.Peers;

namespace SemanticMlr.Cli.Bench;

/// <summary>The JSON of the report.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BacklogReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(CamerasReport))]
[JsonSerializable(typeof(LabelsReport))]
[JsonSerializable(typeof(OutboxReport))]
[JsonSerializable(typeof(PathReport))]
[JsonSerializable(typeof(PeersReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
