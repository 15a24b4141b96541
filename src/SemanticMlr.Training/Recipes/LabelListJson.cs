using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;

namespace SemanticMlr.Training.Recipes;

/// <summary>The JSON of label lists as they are written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LowerCaseEnumConverter<LabelSeverity>)])]
[JsonSerializable(typeof(LabelList))]
internal sealed partial class LabelListJson : JsonSerializerContext;
