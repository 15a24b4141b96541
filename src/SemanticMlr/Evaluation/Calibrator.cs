namespace SemanticMlr.Evaluation;

/// <summary>Fits a calibration and says what to expect of it on frames that it was not fitted to.</summary>
public static class Calibrator
{
    /// <summary>Folds of the cross-fitting.</summary>
    public const int Folds = 5;

    /// <summary>
    /// Fits to all images. What to expect is counted by cross-fitting: images are split into five folds, each fold is decided by what was
    /// fitted to the other four, and all decisions are counted together. With fewer than two groups of images the figures come from the
    /// fitted images themselves and flatter; the result says which it was.
    /// </summary>
    /// <param name="table">Logits and truth.</param>
    /// <param name="rule">How thresholds are chosen.</param>
    /// <param name="groupPrefix">As in <see cref="FoldSplit.Split"/>.</param>
    public static CalibrationOutcome Run(EvaluationTable table, ThresholdRule rule, int groupPrefix)
    {
        ArgumentNullException.ThrowIfNull(table);
        var everything = Enumerable.Range(0, table.Images.Count).ToHashSet();
        var fitted = CalibrationFit.Fit(table, rule, everything);
        var fittedCounts = new DecisionCounts[table.Labels.Count];
        Count(table, fitted, everything, fittedCounts);

        var folds = FoldSplit.Split(table.Images, Folds, groupPrefix);
        var used = folds.Distinct().Order().ToArray();
        if (used.Length < 2)
        {
            return new CalibrationOutcome(fitted, fittedCounts, fittedCounts, Folds: 0);
        }

        var heldOut = new DecisionCounts[table.Labels.Count];
        foreach (var fold in used)
        {
            var inside = everything.Where(image => folds[image] == fold).ToHashSet();
            Count(table, CalibrationFit.Fit(table, rule, everything.Except(inside).ToHashSet()), inside, heldOut);
        }

        return new CalibrationOutcome(fitted, fittedCounts, heldOut, used.Length);
    }

    private static void Count(EvaluationTable table, IReadOnlyList<FittedLabel> fitted, HashSet<int> images, DecisionCounts[] counts)
    {
        for (var label = 0; label < counts.Length; label++)
        {
            var logits = table.Logits(label);
            var truth = table.TruthOf(label);
            for (var sample = 0; sample < truth.Length; sample++)
            {
                if (images.Contains(table.ImageOfSample[sample]))
                {
                    counts[label] += DecisionCounts.Of(fitted[label].Probability(logits[sample]) >= fitted[label].Threshold, truth[sample]);
                }
            }
        }
    }
}
