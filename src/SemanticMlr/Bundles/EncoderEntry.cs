namespace SemanticMlr.Bundles;

/// <summary>One form of the image encoder.</summary>
public sealed record EncoderEntry : BundleFile
{
    /// <summary>The number format that the heavy nodes run in.</summary>
    public EncoderPrecision Precision { get; init; }

    /// <summary>The execution provider that the file was made for.</summary>
    public EncoderTarget Target { get; init; }

    /// <summary>What was measured of this form against fp32, or null where nothing was.</summary>
    public EncoderMeasurement? Measured { get; init; }
}
