using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What was found of one form of the encoder on this device.</summary>
public sealed record DeviceFormReport
{
    /// <summary>Name of its file.</summary>
    public required string File { get; init; }

    /// <summary>The number format.</summary>
    public required EncoderPrecision Precision { get; init; }

    /// <summary>The provider that it was made for.</summary>
    public required EncoderTarget Target { get; init; }

    /// <summary>mAP, 0 to 1; null for a form that cannot be used here.</summary>
    public double? Map { get; init; }

    /// <summary>Milliseconds a batch, the best of a few runs in each round.</summary>
    public Spread? Milliseconds { get; init; }

    /// <summary>Time of fp32 divided by the time of this form, round by round.</summary>
    public Spread? SpeedUp { get; init; }

    /// <summary>What the agent goes by; null for fp32 and for a form that cannot be used here.</summary>
    public DeviceMeasurement? Measurement { get; init; }

    /// <summary>Whether the agent takes it, and why.</summary>
    public required string Verdict { get; init; }
}
