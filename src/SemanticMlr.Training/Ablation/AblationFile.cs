using System.Text.Json;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>Reads the files of comparisons, of either kind.</summary>
internal static class AblationFile
{
    /// <summary>What a file holds, checked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="example">A file of its kind, for whoever must mend it.</param>
    /// <param name="faults">All that is wrong with it.</param>
    /// <exception cref="RecipeException">The file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static T Read<T>(string path, string example, Func<T, IReadOnlyList<string>> faults)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        T recipe;
        try
        {
            recipe = JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), HeadRecipeJson.Options)
                ?? throw new RecipeException($"{path}: expected an object, found null.");
        }
        catch (Exception exception) when (exception is JsonException or UnauthorizedAccessException or IOException and not RecipeException)
        {
            throw new RecipeException($"{path}: {exception.Message} Compare it with {example}.", exception);
        }

        var found = faults(recipe);
        return found.Count == 0 ? recipe : throw new RecipeException(string.Join(Environment.NewLine, found.Select(fault => $"{path}: {fault}")));
    }
}
