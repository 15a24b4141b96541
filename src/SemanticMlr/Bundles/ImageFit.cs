namespace SemanticMlr.Bundles;

/// <summary>How a region that is not square becomes a square.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled to the size; the aspect ratio changes.</summary>
    Stretch,

    /// <summary>The largest centred square is cut out.</summary>
    Crop,

    /// <summary>The smallest centred square around it; what is missing repeats the edge.</summary>
    Pad,
}
