namespace SemanticMlr.Training.Quantisation;

/// <summary>What <c>mlr quantize</c> found. Every figure was measured in the run.</summary>
public sealed record QuantisationReport
{
    /// <summary>The bundle that was quantised, as <c>pcb-defects@2</c>.</summary>
    public required string Bundle { get; init; }

    /// <summary>The head that scored.</summary>
    public required string Head { get; init; }

    /// <summary>How ranges were chosen.</summary>
    public required CalibrationMethod Calibration { get; init; }

    /// <summary>Where the calibration frames come from.</summary>
    public required string CalibrationSource { get; init; }

    /// <summary>Regions that calibrated.</summary>
    public required int CalibrationFrames { get; init; }

    /// <summary>Pictures that they come from.</summary>
    public required int CalibrationPictures { get; init; }

    /// <summary>What mAP and F1 were measured on.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Pictures of the measurement; none of them calibrated.</summary>
    public required int Pictures { get; init; }

    /// <summary>Samples of the measurement.</summary>
    public required int Samples { get; init; }

    /// <summary>The processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Threads of a graph; 0 is one a core.</summary>
    public required int Threads { get; init; }

    /// <summary>Version of ONNX Runtime.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>The fp32 form, then the others.</summary>
    public required IReadOnlyList<FormReport> Forms { get; init; }
}
