namespace SemanticMlr.Training.Quantisation;

/// <summary>What the forms of a bundle's encoder are worth on one device.</summary>
public sealed record DeviceMeasurementReport
{
    /// <summary>Name and version of the bundle.</summary>
    public required string Bundle { get; init; }

    /// <summary>The provider that everything ran on.</summary>
    public required string Provider { get; init; }

    /// <summary>What the device calls itself.</summary>
    public required string Processor { get; init; }

    /// <summary>Version of ONNX Runtime.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>The pictures.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Regions of pictures that mAP was measured on.</summary>
    public required int Samples { get; init; }

    /// <summary>Regions of a run whose time was taken.</summary>
    public required int Batch { get; init; }

    /// <summary>The forms that suit the provider, fp32 among them.</summary>
    public required IReadOnlyList<DeviceFormReport> Forms { get; init; }
}
