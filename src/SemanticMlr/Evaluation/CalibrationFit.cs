namespace SemanticMlr.Evaluation;

/// <summary>Fits calibration and thresholds of all labels.</summary>
/// <remarks>
/// A label with at least five positives and five negatives has scale and bias of its own. One with fewer shares the scale of the others
/// (their mean, weighted by positives) and has a bias of its own; one without positives or without negatives is provisional besides. So is one whose scores fall
/// where the label holds, because no threshold helps there.
/// </remarks>
public static class CalibrationFit
{
    /// <summary>Positives and negatives that a scale of its own needs.</summary>
    public const int Enough = 5;

    private const double Undecided = 0.5;

    /// <summary>Fits to the samples of some images.</summary>
    /// <param name="table">Logits and truth.</param>
    /// <param name="rule">How thresholds are chosen.</param>
    /// <param name="images">The numbers of the images to fit to.</param>
    public static IReadOnlyList<FittedLabel> Fit(EvaluationTable table, ThresholdRule rule, IReadOnlySet<int> images)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(images);
        var samples = Enumerable.Range(0, table.Samples).Where(sample => images.Contains(table.ImageOfSample[sample])).ToArray();
        var cells = Enumerable.Range(0, table.Labels.Count).Select(label => LabelCells.Take(table, label, samples)).ToArray();
        var own = Array.ConvertAll(cells, cell => cell.HasEnough(Enough) ? PlattFit.Fit(cell.Logits, cell.Truth) : default);
        var shared = SharedScale(cells, own);
        return [.. cells.Select((cell, label) => Fit(cell, own[label], shared, rule))];
    }

    private static FittedLabel Fit(LabelCells cell, (double Scale, double Bias) own, double shared, ThresholdRule rule)
    {
        var backwards = cell.HasEnough(Enough) && own.Scale <= 0;
        var (scale, bias) = own.Scale > 0 ? own : (shared, PlattFit.FitBias(cell.Logits, cell.Truth, shared));
        var fitted = new FittedLabel(scale, bias, Undecided, Provisional: true);
        var threshold = rule.Choose(fitted.Probabilities(cell.Logits), cell.Truth, cell.Images);
        return fitted with { Threshold = threshold ?? Undecided, Provisional = backwards || !cell.HasEnough(1) };
    }

    private static double SharedScale(LabelCells[] cells, (double Scale, double Bias)[] own)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var label = 0; label < cells.Length; label++)
        {
            if (own[label].Scale > 0)
            {
                sum += cells[label].Positives * own[label].Scale;
                weights += cells[label].Positives;
            }
        }

        if (weights > 0)
        {
            return sum / weights;
        }

        var all = PlattFit.Fit([.. cells.SelectMany(cell => cell.Logits)], [.. cells.SelectMany(cell => cell.Truth)]);
        return all.Scale > 0 ? all.Scale : 1;
    }
}
