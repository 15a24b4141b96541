namespace SemanticMlr.Evaluation;

/// <summary>Samples of the pointing game.</summary>
/// <param name="Hits">The maximum lay in a box of the label or close by.</param>
/// <param name="Samples">All that were counted.</param>
public readonly record struct PointingCounts(long Hits, long Samples)
{
    /// <summary>Share of hits, or null where nothing was counted.</summary>
    public double? Accuracy => Samples == 0 ? null : (double)Hits / Samples;
}
