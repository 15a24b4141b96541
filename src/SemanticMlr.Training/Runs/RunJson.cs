using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Runs;

/// <summary>The JSON that a run writes: its result, its log lines, its tile scores.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CrossValidationResult))]
[JsonSerializable(typeof(TrainingResult))]
[JsonSerializable(typeof(TrainingProgress))]
[JsonSerializable(typeof(TileScore))]
public sealed partial class RunJson : JsonSerializerContext;
