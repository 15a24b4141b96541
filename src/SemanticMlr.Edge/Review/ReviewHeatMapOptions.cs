using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Review;

/// <summary>Pictures that show a reviewer where the model sees a label. They need a head with an explain file; without one there are none.</summary>
public sealed class ReviewHeatMapOptions
{
    /// <summary>Whether heat maps are made of the labels that a frame is asked about for.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The most heat maps of a frame, those of the most unsure labels.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 100)]
    public int MaxLabels { get; set; } = 3;

    /// <summary>The most bytes of a heat map; a larger one loses detail of the frame below, never its size in pixels.</summary>
    /// <value>The default is 200,000.</value>
    [Range(10_000, 10_000_000)]
    public int MaxBytes { get; set; } = 200_000;
}
