using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Recipes;

/// <summary>Reads a grid as <c>"3x3"</c> (rows by columns).</summary>
internal sealed class GridSizeConverter : JsonConverter<GridSize>
{
    public override GridSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && GridSize.TryParse(reader.GetString()!, out var grid)
            ? grid
            : throw new JsonException("expected a grid as \"3x3\" (rows x columns)");

    public override void Write(Utf8JsonWriter writer, GridSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
