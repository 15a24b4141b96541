using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Labels;

/// <summary>The threshold of a label that nobody calibrated: matched to how often others fire on the recent frames (docs/labels.md).</summary>
public sealed class ProvisionalOptions
{
    /// <summary>The largest share of recent regions, 0 to 1, in which a new label may fire.</summary>
    /// <value>The default is 0.01.</value>
    [Range(0.0, 1.0)]
    public double Rate { get; set; } = 0.01;

    /// <summary>The fewest recent regions by which a threshold is chosen; with fewer it is 0.5 of the uncalibrated probability.</summary>
    /// <value>The default is 30.</value>
    [Range(1, 100_000)]
    public int MinRegions { get; set; } = 30;
}
