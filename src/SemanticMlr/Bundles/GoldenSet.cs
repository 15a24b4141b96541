using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>Inputs of a bundle with the outputs that every execution provider must reproduce.</summary>
/// <remarks>Vectors are base64 of little-endian float32 in row-major order.</remarks>
public sealed record GoldenSet
{
    /// <summary>The largest difference allowed, relative to the largest absolute value of the expected vector.</summary>
    [JsonRequired]
    public double Tolerance { get; init; }

    /// <summary>The image side, checked before a bundle is used.</summary>
    [JsonRequired]
    public IReadOnlyList<GoldenImage> Images { get; init; } = [];

    /// <summary>The text side, checked when the text encoder is first loaded; empty only in a bundle without one.</summary>
    public IReadOnlyList<GoldenText> Texts { get; init; } = [];
}
