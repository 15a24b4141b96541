using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>The JSON spoken with peers in processes of their own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PeerSetup))]
[JsonSerializable(typeof(PeerTimes))]
[JsonSerializable(typeof(float[]))]
internal sealed partial class PeerJson : JsonSerializerContext;
