namespace SemanticMlr.Bundles;

/// <summary>How pixels are resampled.</summary>
public enum ImageInterpolation
{
    /// <summary>Mean over the covered area: no aliasing when shrinking.</summary>
    Area,

    /// <summary>Bilinear; where that would skip pixels, shrinking to less than half, the mean over the covered area.</summary>
    Linear,

    /// <summary>Bicubic.</summary>
    Cubic,
}
