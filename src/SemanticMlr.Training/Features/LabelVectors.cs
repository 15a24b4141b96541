using System.Text.Json;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Features;

/// <summary>The labels of a run in output order, with the vectors that a text encoder made for them, or none where they are trained.</summary>
/// <param name="Labels">Ids and texts.</param>
/// <param name="Values">C x D values row by row, or null.</param>
/// <param name="Dimension">Length D of a vector; 0 without vectors.</param>
internal sealed record LabelVectors(IReadOnlyList<HeadLabelRecipe> Labels, float[]? Values, int Dimension)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The ids.</summary>
    public IReadOnlyList<string> Ids => [.. Labels.Select(label => label.Id)];

    /// <summary>Reads what a recipe names.</summary>
    /// <param name="recipe">The labels of the recipe.</param>
    /// <param name="dimension">The recipe's dimension, which given vectors must have.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <exception cref="RecipeException">A file is missing or damaged, sizes do not fit, or an id is unknown.</exception>
    public static LabelVectors Read(HeadLabelsRecipe recipe, int dimension, string root)
    {
        var labels = recipe.Names is { } names ? Names(Path.Combine(root, names)) : recipe.Items;
        var unknown = recipe.Seen.Concat(recipe.Unseen).Except(labels.Select(label => label.Id), StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new RecipeException($"\"labels.seen\" or \"labels.unseen\" names {string.Join(", ", unknown)}, which the label list does not have.");
        }

        if (recipe.Vectors is null)
        {
            return new LabelVectors(labels, null, 0);
        }

        var path = Path.Combine(root, recipe.Vectors);
        var array = NumPyArray.Read(path);
        if (array.Shape is not [var rows, var columns] || rows != labels.Count)
        {
            throw new RecipeException($"{path}: has the shape [{string.Join(", ", array.Shape)}]; expected [{labels.Count}, D], a row for each name.");
        }

        return columns == dimension
            ? new LabelVectors(labels, array.Values, columns)
            : throw new RecipeException($"{path}: vectors have {columns} values, \"dimension\" is {dimension}; set \"dimension\" to {columns}: the projection brings the image side there.");
    }

    /// <summary>Reads a list of <c>{"id", "text"}</c>; other members are not read.</summary>
    /// <exception cref="RecipeException">The file is missing or something else.</exception>
    public static IReadOnlyList<HeadLabelRecipe> Names(string path)
    {
        try
        {
            var labels = JsonSerializer.Deserialize<List<HeadLabelRecipe>>(File.ReadAllBytes(path), Json);
            return labels is { Count: > 0 } && labels.All(label => label is { Id.Length: > 0, Text.Length: > 0 })
                ? labels
                : throw new RecipeException($"{path}: expected a list of {{\"id\", \"text\"}} with at least one entry.");
        }
        catch (Exception exception) when (exception is JsonException or UnauthorizedAccessException or IOException and not RecipeException)
        {
            throw new RecipeException($"{path}: cannot be read as a list of {{\"id\", \"text\"}}: {exception.Message}", exception);
        }
    }
}
