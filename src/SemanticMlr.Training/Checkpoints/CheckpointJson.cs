using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>The JSON of checkpoints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(CheckpointProgress))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
