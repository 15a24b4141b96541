using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>How long and how fast: AdamW, a linear rise, half a cosine (sigrl.md 2.8).</summary>
public sealed record HeadScheduleRecipe
{
    /// <summary>Passes over the training samples: 1 to 10,000.</summary>
    [JsonRequired]
    public int Passes { get; init; }

    /// <summary>Samples of a step: 1 to 4,096.</summary>
    [JsonRequired]
    public int Batch { get; init; }

    /// <summary>Highest learning rate: above 0, at most 1.</summary>
    [JsonRequired]
    public double LearningRate { get; init; }

    /// <summary>Learning rate at the end: 0 to the highest.</summary>
    public double FinalRate { get; init; }

    /// <summary>Passes over which the rate rises: 0 or more, fewer than all.</summary>
    public double WarmUpPasses { get; init; } = 1;

    /// <summary>Decoupled decay of weights, 0 to 10; vectors (biases, norms, label vectors) do not decay.</summary>
    [JsonRequired]
    public double WeightDecay { get; init; }

    /// <summary>How much of the running average of the weights a step keeps: 0 to below 1. The average is what is measured and exported.</summary>
    public double Average { get; init; } = 0.99;
}
