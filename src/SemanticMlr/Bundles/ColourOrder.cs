namespace SemanticMlr.Bundles;

/// <summary>The order of the three bytes of a pixel.</summary>
public enum ColourOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}
