using System.Security.Cryptography;
using System.Text.Json;

namespace SemanticMlr.Training.Recipes;

/// <summary>Reads and checks recipes.</summary>
public static class RecipeReader
{
    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">The file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static Recipe Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Recipe? recipe;
        try
        {
            recipe = JsonSerializer.Deserialize(File.ReadAllBytes(path), RecipeJson.Default.Recipe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{path}: cannot be read: {exception.Message} Name an existing recipe with --recipe.", exception);
        }
        catch (JsonException exception)
        {
            throw new RecipeException($"{path}: {exception.Message} Compare it with models/pcb-defects/recipe.json.", exception);
        }

        return recipe is null ? throw new RecipeException($"{path}: expected an object, found null.") : Checked(recipe, path);
    }

    /// <summary>The recipe itself, checked again after values were changed.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="source">Where its values come from; every fault begins with it.</param>
    /// <exception cref="RecipeException">A value is out of range; every fault is listed.</exception>
    public static Recipe Checked(Recipe recipe, string source)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var faults = RecipeValidator.Faults(recipe);
        return faults.Count == 0 ? recipe : throw new RecipeException(string.Join(Environment.NewLine, faults.Select(fault => $"{source}: {fault}")));
    }

    /// <summary>SHA-256 over all values of a recipe, 64 lower-case hexadecimal digits; layout and comments of the file do not matter.</summary>
    public static string Hash(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, RecipeJson.Default.Recipe)));
    }

    /// <summary>As <see cref="Hash"/>, whatever the number of passes: a longer run goes on with a shorter one's checkpoint.</summary>
    public static string HashWithoutEpochs(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Hash(recipe with { Schedule = recipe.Schedule with { Epochs = 1 } });
    }

    /// <summary>The full path of the recipe's data set; it lies relative to the recipe's folder.</summary>
    public static string DataPath(string recipePath, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipePath))!, recipe.Data));
    }
}
