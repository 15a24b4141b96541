using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>The JSON of head recipes: camelCase, kinds in kebab-case, unknown members refused, comments allowed.</summary>
internal static class HeadRecipeJson
{
    /// <remarks>By reflection: generated code gives members that are absent null or zero instead of their default.</remarks>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new GridSizeConverter(),
            new LowerCaseEnumConverter<ImageInterpolation>(),
            new LowerCaseEnumConverter<ColourOrder>(),
            new LowerCaseEnumConverter<ImageFit>(),
            new JsonStringEnumConverter<HeadLossKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
        },
    };
}
