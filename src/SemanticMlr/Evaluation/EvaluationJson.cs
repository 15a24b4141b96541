using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Evaluation;

/// <summary>The JSON of reports: camelCase, one line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LowerCaseEnumConverter<EmptyLabelRule>), typeof(LowerCaseEnumConverter<TieRule>)])]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(CalibrationReport))]
public sealed partial class EvaluationJson : JsonSerializerContext;
