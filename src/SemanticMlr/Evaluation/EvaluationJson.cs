using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Evaluation;

/// <summary>The JSON of reports: camelCase, one line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(CalibrationReport))]
public sealed partial class EvaluationJson : JsonSerializerContext;
