using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What <see cref="QuantisationRun"/> makes.</summary>
public sealed record QuantisationRunOptions
{
    /// <summary>How int8 forms are made, and how all are measured.</summary>
    public QuantisationSettings Settings { get; init; } = new();

    /// <summary>The forms to make: int8 for <c>cpu</c> or <c>tensorrt</c>, fp16 for <c>cuda</c> or <c>tensorrt</c>.</summary>
    public required IReadOnlyList<(EncoderPrecision Precision, EncoderTarget Target)> Forms { get; init; }

    /// <summary>The head to score with, or null for the bundle's default.</summary>
    public string? Head { get; init; }

    /// <summary>Whether forms that fail the gate enter the bundle as well, with what was measured; the agent takes none of them.</summary>
    public bool KeepsAll { get; init; }

    /// <summary>What the processor is called in the measurement.</summary>
    public required string Processor { get; init; }
}
