namespace SemanticMlr.Bundles;

/// <summary>How pixels are resampled.</summary>
public enum ImageInterpolation
{
    /// <summary>Mean over the covered area: no aliasing when shrinking.</summary>
    Area,

    /// <summary>Bilinear: fast, aliases when shrinking much.</summary>
    Linear,

    /// <summary>Bicubic.</summary>
    Cubic,
}
