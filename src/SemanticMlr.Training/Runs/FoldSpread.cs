namespace SemanticMlr.Training.Runs;

/// <summary>How much the figures of one head differ between folds.</summary>
/// <param name="Mean">Mean mAP of the folds, each with the same weight, 0..1.</param>
/// <param name="StandardDeviation">Standard deviation of their mAP (n - 1); null with one fold.</param>
/// <param name="Lowest">The worst fold's mAP.</param>
/// <param name="Highest">The best fold's mAP.</param>
/// <param name="MeanAp">Mean average precision by label id, over the folds in which the label occurs.</param>
public sealed record FoldSpread(double Mean, double? StandardDeviation, double Lowest, double Highest, IReadOnlyDictionary<string, double?> MeanAp)
{
    /// <summary>The spread of some folds; at least one.</summary>
    public static FoldSpread Of(IReadOnlyList<TileFigures> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentOutOfRangeException.ThrowIfZero(folds.Count);
        var mean = folds.Average(fold => fold.Map);
        double? deviation = folds.Count > 1 ? Math.Sqrt(folds.Sum(fold => Math.Pow(fold.Map - mean, 2)) / (folds.Count - 1)) : null;
        var ap = folds[0].Ap.Keys.ToDictionary(id => id, id => folds.Average(fold => fold.Ap[id]), StringComparer.Ordinal);
        return new FoldSpread(mean, deviation, folds.Min(fold => fold.Map), folds.Max(fold => fold.Map), ap);
    }
}
