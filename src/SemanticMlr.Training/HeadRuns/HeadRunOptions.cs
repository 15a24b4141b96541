using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>What one run of a head recipe reads and where it keeps its files.</summary>
public sealed record HeadRunOptions
{
    /// <summary>The recipe, with the seed and the length that this run really has.</summary>
    public required HeadRecipe Recipe { get; init; }

    /// <summary>The folder that the recipe's paths are relative to.</summary>
    public required string DataRoot { get; init; }

    /// <summary>Folder of checkpoint, log and figures; lies outside the work tree.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Folder of cached features; runs on the same data share it.</summary>
    public required string CacheFolder { get; init; }
}
