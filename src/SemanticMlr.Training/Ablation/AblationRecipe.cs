using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Ablation;

/// <summary>What is compared: heads on tasks under missing labels, several seeds each.</summary>
public sealed record AblationRecipe
{
    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; }

    /// <summary>The seeds: weights, order, masks and split.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Name of the head with which the losses of a row are compared.</summary>
    [JsonRequired]
    public string ChoiceHead { get; init; } = "";

    /// <summary>The heads.</summary>
    [JsonRequired]
    public IReadOnlyList<AblationHead> Heads { get; init; } = [];

    /// <summary>Pairs of heads whose difference is reported: the first less the second.</summary>
    [JsonRequired]
    public IReadOnlyList<AblationPair> Differences { get; init; } = [];

    /// <summary>The tasks.</summary>
    [JsonRequired]
    public IReadOnlyList<AblationTask> Tasks { get; init; } = [];
}
