using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.VisionLanguage;

/// <summary>How long and how fast, counted in steps: pictures that are drawn anew have no passes.</summary>
public sealed record StepScheduleRecipe
{
    /// <summary>Steps: 1 to 10,000,000.</summary>
    [JsonRequired]
    public long Steps { get; init; }

    /// <summary>Pictures of a step: 2 to 4,096.</summary>
    [JsonRequired]
    public int Batch { get; init; }

    /// <summary>Highest learning rate: above 0, at most 1.</summary>
    [JsonRequired]
    public double LearningRate { get; init; }

    /// <summary>Steps over which the rate rises at the start: 0 to 1,000,000.</summary>
    [JsonRequired]
    public int WarmUpSteps { get; init; }

    /// <summary>Steps over which the rate falls to zero at the end: 1 to 1,000,000.</summary>
    [JsonRequired]
    public int DecaySteps { get; init; }

    /// <summary>Decoupled decay of weights, 0..1; vectors (biases, norms) do not decay.</summary>
    [JsonRequired]
    public double WeightDecay { get; init; }

    /// <summary>How much of the running average of the weights a step keeps: 0 to below 1. The average is what is exported.</summary>
    [JsonRequired]
    public double Average { get; init; }

    /// <summary>Steps between two checkpoints: 1 to 1,000,000.</summary>
    [JsonRequired]
    public int CheckpointSteps { get; init; }
}
