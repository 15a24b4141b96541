using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Labels;

namespace SemanticMlr.Training.Recipes;

/// <summary>The JSON of recipes: camelCase, unknown members refused, comments allowed.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    Converters = [typeof(GridSizeConverter), typeof(JsonStringEnumConverter<LabelSeverity>)])]
[JsonSerializable(typeof(Recipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;
