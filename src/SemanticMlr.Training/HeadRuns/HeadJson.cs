using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>The JSON that a head's run writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HeadResult))]
[JsonSerializable(typeof(PassReport))]
public sealed partial class HeadJson : JsonSerializerContext;
