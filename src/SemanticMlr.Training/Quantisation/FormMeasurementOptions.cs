using SemanticMlr.Inference;

namespace SemanticMlr.Training.Quantisation;

/// <summary>How forms of an encoder are measured.</summary>
public sealed record FormMeasurementOptions
{
    /// <summary>The provider that forms run on, alone in its chain, and its settings.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Rounds of the comparison of speed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Regions of a run whose time is taken.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The head to score with, or null for the default.</summary>
    public string? Head { get; init; }
}
