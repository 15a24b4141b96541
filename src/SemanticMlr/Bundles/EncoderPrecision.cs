namespace SemanticMlr.Bundles;

/// <summary>The number format of an image encoder.</summary>
public enum EncoderPrecision
{
    /// <summary>32-bit floating point.</summary>
    Fp32,

    /// <summary>16-bit floating point.</summary>
    Fp16,

    /// <summary>8-bit integers, quantised.</summary>
    Int8,
}
