namespace SemanticMlr.Datasets;

/// <summary>What became of the cells of one label, or of all.</summary>
/// <param name="PositivesKept">The label holds, and the masked data set says so.</param>
/// <param name="PositivesHidden">The label holds, and the masked data set does not tell.</param>
/// <param name="NegativesKept">The label does not hold, and the masked data set says so.</param>
/// <param name="NegativesHidden">The label does not hold, and the masked data set does not tell.</param>
/// <param name="UnknownBefore">Nothing was known before.</param>
public readonly record struct MaskCounts(long PositivesKept, long PositivesHidden, long NegativesKept, long NegativesHidden, long UnknownBefore)
{
    /// <summary>The sum of two counts.</summary>
    public static MaskCounts Add(MaskCounts left, MaskCounts right) => left + right;

    /// <summary>The sum of two counts.</summary>
    public static MaskCounts operator +(MaskCounts left, MaskCounts right) => new(
        left.PositivesKept + right.PositivesKept,
        left.PositivesHidden + right.PositivesHidden,
        left.NegativesKept + right.NegativesKept,
        left.NegativesHidden + right.NegativesHidden,
        left.UnknownBefore + right.UnknownBefore);

    internal static MaskCounts Of(Truth before, bool kept) => (before, kept) switch
    {
        (Truth.Present, true) => new MaskCounts(1, 0, 0, 0, 0),
        (Truth.Present, false) => new MaskCounts(0, 1, 0, 0, 0),
        (Truth.Absent, true) => new MaskCounts(0, 0, 1, 0, 0),
        (Truth.Absent, false) => new MaskCounts(0, 0, 0, 1, 0),
        _ => new MaskCounts(0, 0, 0, 0, 1),
    };
}
