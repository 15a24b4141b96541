using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Training.Ablation;

namespace SemanticMlr.Cli;

/// <summary>The JSON of a comparison on one line, as <c>--json</c> prints it.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AblationResult))]
internal sealed partial class AblationLine : JsonSerializerContext;
