using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>The JSON that a run writes: its result and the figures of its checkpoints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VisionLanguageResult))]
[JsonSerializable(typeof(VisionLanguageValidation))]
public sealed partial class VisionLanguageJson : JsonSerializerContext;
