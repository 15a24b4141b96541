using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>What the image encoder expects of its input.</summary>
public sealed record ImageSpecification
{
    /// <summary>Side of the square input, in pixels: 8 to 2,048.</summary>
    [JsonRequired]
    public int Size { get; init; }

    /// <summary>Mean per channel that the graph subtracts after scaling to 0..1 (for the record; it stands inside the graph).</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0, 0, 0];

    /// <summary>Standard deviation per channel that the graph divides by (for the record; it stands inside the graph).</summary>
    public IReadOnlyList<double> Std { get; init; } = [1, 1, 1];

    /// <summary>How regions are resampled.</summary>
    public ImageInterpolation Interpolation { get; init; } = ImageInterpolation.Area;

    /// <summary>The order of the bytes of a pixel.</summary>
    public ColourOrder Colour { get; init; } = ColourOrder.Rgb;

    /// <summary>How a region becomes square.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Stretch;

    /// <summary>Context around a region on each side, as a share of its width and height: 0 to 1.</summary>
    public double Margin { get; init; }
}
