using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Ablation;

/// <summary>A task: a head recipe, and what is known in each of its rows.</summary>
public sealed record AblationTask
{
    /// <summary>Its name in the tables.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>The head recipe, relative to the ablation's file. Head, loss, seed and <c>keep</c> are replaced.</summary>
    [JsonRequired]
    public string Recipe { get; init; } = "";

    /// <summary>A head recipe that trains an encoder, once a row and seed, whose file then stands for <c>{encoder}</c> in <see cref="Recipe"/>; null where that names one.</summary>
    public string? EncoderRecipe { get; init; }

    /// <summary>Side of the pictures that a frozen encoder gets, or null for the recipe's: smaller ones make the cells of large heads affordable.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Passes of the heads, or null for the recipe's: fewer are enough where validation no longer changes.</summary>
    public int? Passes { get; init; }

    /// <summary>Highest learning rate of the heads, or null for the recipe's: fewer passes may want a higher one.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The set of labels whose mAP is compared: <c>all</c> or <c>unseen</c>.</summary>
    public string Measure { get; init; } = "all";

    /// <summary>Only labels whose id begins so are in the mAP that is compared; empty for all of the set.</summary>
    public string MeasurePrefix { get; init; } = "";

    /// <summary>What stands beside the heads: <c>logistic</c>, <c>ridge</c>, <c>chance</c>.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>The rows.</summary>
    [JsonRequired]
    public IReadOnlyList<AblationRow> Rows { get; init; } = [];
}
