namespace SemanticMlr.Bundles;

/// <summary>One form of the image encoder.</summary>
public sealed record EncoderEntry : BundleFile
{
    /// <summary>The number format that the heavy nodes run in.</summary>
    public EncoderPrecision Precision { get; init; }

    /// <summary>The execution provider that the file was made for.</summary>
    public EncoderTarget Target { get; init; }

    /// <summary>What was measured of this form against fp32, or null where nothing was: such a form is used only where it is fp32 itself.</summary>
    public EncoderMeasurement? Measured { get; init; }

    /// <summary>A golden set of this form's own, with its own tolerance, or null where it must give what the bundle's golden set says.</summary>
    /// <remarks>Quantised forms differ from fp32 by more than rounding. What that does to recognition is <see cref="Measured"/>, not a matter of tolerance.</remarks>
    public BundleFile? Golden { get; init; }

    /// <summary>SHA-256 of the encoder whose calibrations hold for this form as well, or null where it needs its own.</summary>
    public string? CalibratedAs { get; init; }
}
