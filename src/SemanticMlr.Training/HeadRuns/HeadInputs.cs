using System.Security.Cryptography;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>What a run is made of beside the code: the values of its recipe and the files that the recipe names.</summary>
internal static class HeadInputs
{
    /// <summary>SHA-256, 64 lower-case hexadecimal digits; a checkpoint or cell of other inputs is never taken up. Images are known by the data set that lists them.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="root">The folder that its paths are relative to.</param>
    public static string Hash(HeadRecipe recipe, string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(HeadRecipeReader.Hash(recipe)));
        foreach (var file in new[]
        {
            recipe.Data.Train, recipe.Data.Test, recipe.Labels.Names, recipe.Labels.Vectors, recipe.Encoder.Frozen?.File, recipe.Encoder.Trained?.Start,
        })
        {
            var path = file is null ? null : Path.GetFullPath(Path.Combine(root, file));
            hash.AppendData(File.Exists(path) ? SHA256.HashData(File.ReadAllBytes(path)) : new byte[SHA256.HashSizeInBytes]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
