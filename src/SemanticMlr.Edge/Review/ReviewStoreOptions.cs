using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Review;

/// <summary>Bounds of the review folder.</summary>
public sealed class ReviewStoreOptions
{
    /// <summary>The folder; empty takes <c>review</c> in the state folder.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string Folder { get; set; } = "";

    /// <summary>The most pictures that are kept; the oldest without an answer goes first, those with an answer are never removed.</summary>
    /// <value>The default is 5,000.</value>
    [Range(1, 1_000_000)]
    public int MaxItems { get; set; } = 5_000;

    /// <summary>The most bytes of pictures that are kept.</summary>
    /// <value>The default is 1 GiB.</value>
    [Range(100_000L, 1L << 42)]
    public long MaxBytes { get; set; } = 1L << 30;
}
