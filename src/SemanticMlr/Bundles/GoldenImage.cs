using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>One golden picture: a PNG of exactly the encoder's input size, and what it must give.</summary>
public sealed record GoldenImage : BundleFile
{
    /// <summary>The expected <c>global</c>, D values.</summary>
    [JsonRequired]
    public byte[] Global { get; init; } = [];

    /// <summary>The expected <c>patches</c>, P x D values; null only where no head reads patches.</summary>
    public byte[]? Patches { get; init; }

    /// <summary>The expected logits of every head for the bundle's default label list, C values each.</summary>
    public IReadOnlyDictionary<string, byte[]> Logits { get; init; } = new Dictionary<string, byte[]>();
}
