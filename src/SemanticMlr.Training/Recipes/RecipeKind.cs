using System.Text.Json;

namespace SemanticMlr.Training.Recipes;

/// <summary>Tells the kinds of recipes apart before they are read.</summary>
public static class RecipeKind
{
    /// <summary>What a file says that it is (its <c>kind</c>); null where it does not, or cannot be read, which the reader of boards' recipes then tells.</summary>
    public static string? Of(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("kind", out var kind)
                ? kind.ValueKind == JsonValueKind.String ? kind.GetString() : ""
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
