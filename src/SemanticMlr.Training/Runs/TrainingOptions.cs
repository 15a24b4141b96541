using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Runs;

/// <summary>What one run of a recipe trains on and where it keeps its files.</summary>
public sealed record TrainingOptions
{
    /// <summary>The recipe, with the seed and the length that this run really has.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The data set.</summary>
    public required string DataPath { get; init; }

    /// <summary>Folder of checkpoints, log and figures; lies outside the work tree.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Groups that are not trained on but measured at the end.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];
}
