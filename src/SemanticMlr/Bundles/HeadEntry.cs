namespace SemanticMlr.Bundles;

/// <summary>A head: the graph that turns embeddings into one logit per label.</summary>
public sealed record HeadEntry : BundleFile
{
    /// <summary>The same head with the additional output <c>relevance</c> [B, P, C], or null.</summary>
    public BundleFile? Explain { get; init; }

    /// <summary>How many patches the local score averages, or null for a head without one.</summary>
    public int? TopK { get; init; }

    /// <summary>The calibration file (path relative to the bundle), or null. It is data of the plant and part of no hash.</summary>
    public string? Calibration { get; init; }
}
