namespace SemanticMlr.Evaluation;

/// <summary>What <c>mlr calibrate</c> did and what to expect of it.</summary>
/// <param name="File">The file written.</param>
/// <param name="Rule">The rule of the thresholds.</param>
/// <param name="Bundle">Identity of the bundle.</param>
/// <param name="Head">The head.</param>
/// <param name="Images">Images fitted to.</param>
/// <param name="Samples">Samples fitted to: images, parts or tiles.</param>
/// <param name="Folds">Folds that the expected figures were held out by; 0 where they come from the fitted images themselves and flatter.</param>
/// <param name="Labels">The labels in the order of the list.</param>
public sealed record CalibrationReport(
    string File,
    string Rule,
    string Bundle,
    string Head,
    int Images,
    int Samples,
    int Folds,
    IReadOnlyList<CalibrationLabelReport> Labels)
{
    /// <summary>The figures of each label.</summary>
    public static IReadOnlyList<CalibrationLabelReport> Describe(EvaluationTable table, CalibrationOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(outcome);
        int[] samples = [.. Enumerable.Range(0, table.Samples)];
        return
        [
            .. table.Labels.Select((id, label) =>
            {
                var (fitted, expected) = (outcome.Labels[label], outcome.Expected[label]);
                return new CalibrationLabelReport(
                    id,
                    fitted.Scale,
                    fitted.Bias,
                    fitted.Threshold,
                    fitted.Provisional,
                    outcome.Fitted[label].Positives,
                    outcome.Fitted[label].Negatives,
                    Rate.OfShare(expected.Hits, expected.Positives),
                    Rate.OfShare(expected.Hits, expected.Hits + expected.FalseAlarms),
                    Rate.PerThousand(expected.FalseAlarms, LabelCells.Take(table, label, samples).Images));
            }),
        ];
    }
}
