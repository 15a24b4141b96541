using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>How long and how fast.</summary>
public sealed record ScheduleRecipe
{
    /// <summary>Passes: above 0, at most 10,000. One pass draws as many crops as the training images have tiles.</summary>
    [JsonRequired]
    public double Epochs { get; init; }

    /// <summary>Steps that train on smaller regions of the same scale, which cost less a defect: 0 to 1,000,000.</summary>
    [JsonRequired]
    public int FirstSteps { get; init; }

    /// <summary>Crops of a step: 1 to 4,096.</summary>
    [JsonRequired]
    public int Batch { get; init; }

    /// <summary>Highest learning rate: above 0, at most 1.</summary>
    [JsonRequired]
    public double LearningRate { get; init; }

    /// <summary>Steps over which the rate rises at the start: 0 to 1,000,000.</summary>
    [JsonRequired]
    public int WarmUpSteps { get; init; }

    /// <summary>Steps over which the rate falls to zero at the end: 1 to 1,000,000. In between it stays, so a run can be made longer later.</summary>
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

    /// <summary>Number of steps for so many training images.</summary>
    public long Steps(int images, int tiles) => Math.Max(1, (long)Math.Ceiling(Epochs * images * tiles / Batch));
}
