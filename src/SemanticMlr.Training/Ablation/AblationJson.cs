using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Ablation;

/// <summary>The JSON of results.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(AblationResult))]
[JsonSerializable(typeof(AblationCell))]
public sealed partial class AblationJson : JsonSerializerContext;
