using System.Security.Cryptography;
using System.Text.Json;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>Reads and checks head recipes.</summary>
public static class HeadRecipeReader
{
    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">The file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static HeadRecipe Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return JsonSerializer.Deserialize<HeadRecipe>(File.ReadAllBytes(path), HeadRecipeJson.Options) is { } recipe
                ? Checked(recipe, path)
                : throw new RecipeException($"{path}: expected an object, found null.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not RecipeException)
        {
            throw new RecipeException($"{path}: cannot be read: {exception.Message} Name an existing recipe with --recipe.", exception);
        }
        catch (JsonException exception)
        {
            throw new RecipeException($"{path}: {exception.Message} Compare it with models/recipes/construction-site.json.", exception);
        }
    }

    /// <summary>The recipe itself, checked again after values were changed.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="source">Where its values come from; every fault begins with it.</param>
    /// <exception cref="RecipeException">A value is out of range; every fault is listed.</exception>
    public static HeadRecipe Checked(HeadRecipe recipe, string source)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var faults = HeadRecipeValidator.Faults(recipe);
        return faults.Count == 0 ? recipe : throw new RecipeException(string.Join(Environment.NewLine, faults.Select(fault => $"{source}: {fault}")));
    }

    /// <summary>SHA-256 over all values of a recipe, 64 lower-case hexadecimal digits; layout and comments of the file do not matter.</summary>
    public static string Hash(HeadRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, HeadRecipeJson.Options)));
}
