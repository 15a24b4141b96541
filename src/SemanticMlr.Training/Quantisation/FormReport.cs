using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What was found of one form of the encoder.</summary>
public sealed record FormReport
{
    /// <summary>The number format.</summary>
    public required EncoderPrecision Precision { get; init; }

    /// <summary>The provider that it was made for.</summary>
    public required EncoderTarget Target { get; init; }

    /// <summary>Name of its file.</summary>
    public required string File { get; init; }

    /// <summary>Size of its file.</summary>
    public required long Bytes { get; init; }

    /// <summary>mAP, 0 to 1.</summary>
    public required double Map { get; init; }

    /// <summary>Micro-F1 at the thresholds of the fp32 form, 0 to 1.</summary>
    public required double MicroF1 { get; init; }

    /// <summary>Agreement of the global embeddings with those of fp32.</summary>
    public required CosineFigures Cosine { get; init; }

    /// <summary>Agreement of the patch embeddings, or null in a global-only bundle.</summary>
    public required CosineFigures? PatchCosine { get; init; }

    /// <summary>Milliseconds a region on the processor, the best of a few runs in each round; for a form made for another provider this says nothing of its speed there.</summary>
    public required Spread Milliseconds { get; init; }

    /// <summary>Time of fp32 divided by the time of this form, round by round, on the processor; null for fp32 itself and for forms of other providers.</summary>
    public Spread? SpeedUp { get; init; }

    /// <summary>Change of mAP in points; 0 for fp32.</summary>
    public double MapChange { get; init; }

    /// <summary>Change of micro-F1 in points; 0 for fp32.</summary>
    public double MicroF1Change { get; init; }

    /// <summary>What ONNX Runtime ran on the processor.</summary>
    public required IReadOnlyList<OperatorCount> Ran { get; init; }

    /// <summary>Nodes meant to compute in int8; those that only move values are left out.</summary>
    public int NodesMeant { get; init; }

    /// <summary>Nodes that did, as the profiler of ONNX Runtime says.</summary>
    public int NodesInteger => Ran.Where(count => count.IsInteger).Sum(count => count.Nodes);

    /// <summary>Their share of the time.</summary>
    public double IntegerTimeShare => Ran.Where(count => count.IsInteger).Sum(count => count.TimeShare);

    /// <summary>Relative error of the outputs on calibration frames, or null where nothing was quantised.</summary>
    public double? Error { get; init; }

    /// <summary>The same without bias correction.</summary>
    public double? ErrorWithoutCorrection { get; init; }

    /// <summary>Whether biases were corrected.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>Nodes kept in float because they are sensitive.</summary>
    public IReadOnlyList<string> KeptFloat { get; init; } = [];

    /// <summary>What each node costs by itself, the most sensitive first.</summary>
    public IReadOnlyList<NodeSensitivity> Sensitivities { get; init; } = [];

    /// <summary>Whether the form entered the bundle.</summary>
    public bool Entered { get; init; }

    /// <summary>Why it did or did not.</summary>
    public string Verdict { get; init; } = "";
}
