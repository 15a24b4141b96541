using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>How crops vary. Every value is a share, 0..1.</summary>
public sealed record AugmentationRecipe
{
    /// <summary>Largest change of a region's side; below 1.</summary>
    [JsonRequired]
    public float ScaleJitter { get; init; }

    /// <summary>Share of the crops placed near a defect.</summary>
    [JsonRequired]
    public double NearDefect { get; init; }

    /// <summary>Share of the other crops, for each direction, that touch the edge of the image.</summary>
    [JsonRequired]
    public double AtEdge { get; init; }

    /// <summary>Share of the crops that are blurred, most of them then sharpened at a shifted threshold.</summary>
    [JsonRequired]
    public double Blur { get; init; }

    /// <summary>Share of the crops with less contrast.</summary>
    [JsonRequired]
    public double Contrast { get; init; }
}
