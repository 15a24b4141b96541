using System.Security.Cryptography;
using System.Text.Json;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Recipes.VisionLanguage;

/// <summary>Reads and checks recipes of the kind <c>vision-language</c>.</summary>
public static class VisionLanguageRecipeReader
{
    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">The file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static VisionLanguageRecipe Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return JsonSerializer.Deserialize<VisionLanguageRecipe>(File.ReadAllBytes(path), HeadRecipeJson.Options) is { } recipe
                ? Checked(recipe, path)
                : throw new RecipeException($"{path}: expected an object, found null.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not RecipeException)
        {
            throw new RecipeException($"{path}: cannot be read: {exception.Message} Name an existing recipe with --recipe.", exception);
        }
        catch (JsonException exception)
        {
            throw new RecipeException($"{path}: {exception.Message} Compare it with models/line-sim/recipe.json.", exception);
        }
    }

    /// <summary>The recipe itself, checked again after values were changed.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="source">Where its values come from; every fault begins with it.</param>
    /// <exception cref="RecipeException">A value is out of range; every fault is listed.</exception>
    public static VisionLanguageRecipe Checked(VisionLanguageRecipe recipe, string source)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var faults = VisionLanguageRecipeValidator.Faults(recipe);
        return faults.Count == 0 ? recipe : throw new RecipeException(string.Join(Environment.NewLine, faults.Select(fault => $"{source}: {fault}")));
    }

    /// <summary>As <see cref="Hash"/>, whatever the number of steps: a longer run goes on with a shorter one's checkpoint.</summary>
    public static string HashWithoutSteps(VisionLanguageRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Hash(recipe with { Schedule = recipe.Schedule with { Steps = 1 } });
    }

    /// <summary>SHA-256 over all values of a recipe, 64 lower-case hexadecimal digits; layout and comments of the file do not matter.</summary>
    public static string Hash(VisionLanguageRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, HeadRecipeJson.Options)));
}
