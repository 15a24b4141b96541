using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Review;

/// <summary>The picture that a reviewer gets.</summary>
public sealed class ReviewJpegOptions
{
    /// <summary>The longest side in pixels; larger frames are shrunk.</summary>
    /// <value>The default is 1280.</value>
    [Range(64, 16_384)]
    public int MaxSide { get; set; } = 1_280;

    /// <summary>JPEG quality that is tried first.</summary>
    /// <value>The default is 85.</value>
    [Range(10, 100)]
    public int Quality { get; set; } = 85;

    /// <summary>JPEG quality below which the picture is rather shrunk.</summary>
    /// <value>The default is 40.</value>
    [Range(10, 100)]
    public int MinQuality { get; set; } = 40;

    /// <summary>The most bytes of the picture.</summary>
    /// <value>The default is 200,000.</value>
    [Range(2_000, 10_000_000)]
    public int MaxBytes { get; set; } = 200_000;
}
