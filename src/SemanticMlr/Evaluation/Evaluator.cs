namespace SemanticMlr.Evaluation;

/// <summary>Turns scores and truth into figures.</summary>
public static class Evaluator
{
    /// <summary>The figures of each label.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="thresholds">Per label the probability from which it is said, and whether that is a default.</param>
    public static IReadOnlyList<LabelReport> Labels(EvaluationTable table, IReadOnlyList<(double Threshold, bool Provisional)> thresholds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(thresholds);
        return
        [
            .. table.Labels.Select((id, label) => new LabelReport(
                id,
                AveragePrecision.Of(table.Logits(label), table.TruthOf(label)),
                DecisionCounts.At(table.Probabilities(label), table.TruthOf(label), thresholds[label].Threshold),
                thresholds[label].Threshold,
                thresholds[label].Provisional)),
        ];
    }

    /// <summary>The mean of a figure over labels; null where no label has it.</summary>
    /// <param name="values">One value a label, null where the label has no positives.</param>
    /// <param name="rule">What to do with those.</param>
    public static double? Mean(IEnumerable<double?> values, EmptyLabelRule rule)
    {
        var kept = values.Where(value => value is not null || rule == EmptyLabelRule.Zero).Select(value => value ?? 0).ToArray();
        return kept.Length == 0 ? null : kept.Average();
    }

    /// <summary>F1 over the decisions of all labels together.</summary>
    public static double MicroF1(IEnumerable<LabelReport> labels) =>
        labels.Aggregate(default(DecisionCounts), (sum, label) => sum + label.Counts).F1;
}
