namespace SemanticMlr.Evaluation;

/// <summary>Turns scores and truth into figures.</summary>
public static class Evaluator
{
    private static readonly int[] TopK = [1, 3, 5];

    /// <summary>All figures of a table, whoever scored; who that was is left open.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="thresholds">Per label the probability from which it is said, and whether that is a default.</param>
    /// <param name="rules">What papers do in different ways.</param>
    /// <param name="random">Random numbers from 0 to below 1, for the interval of mAP.</param>
    public static EvaluationReport Report(
        EvaluationTable table, IReadOnlyList<(double Threshold, bool Provisional)> thresholds, EvaluationRules rules, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        var labels = Labels(table, thresholds, rules.Ties);
        TopLabelsReport[] best = [.. TopK.Select(count => TopLabels.Report(table, count))];
        return new EvaluationReport
        {
            Map = Mean(labels.Select(label => label.AveragePrecision), rules.Empty),
            Ap = labels.ToDictionary(label => label.Label, label => label.AveragePrecision, StringComparer.Ordinal),
            WithoutPositives = [.. labels.Where(label => label.Positives == 0).Select(label => label.Label)],
            MicroF1 = MicroF1(labels),
            MacroF1 = Mean(labels.Select(label => label.F1), rules.Empty) ?? 0,
            F1At3 = best[1].MicroF1,
            F1At5 = best[2].MicroF1,
            Images = table.Images.Count,
            Samples = table.Samples,
            MapInterval = MapBootstrap.Of(table, rules, random),
            Provisional = [.. labels.Where(label => label.Provisional).Select(label => label.Label)],
            Labels = labels,
            Empty = rules.Empty,
            Ties = rules.Ties,
            TopLabels = best,
        };
    }

    /// <summary>The figures of each label.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="thresholds">Per label the probability from which it is said, and whether that is a default.</param>
    /// <param name="ties">What to do with samples of equal score.</param>
    public static IReadOnlyList<LabelReport> Labels(
        EvaluationTable table, IReadOnlyList<(double Threshold, bool Provisional)> thresholds, TieRule ties = TieRule.Order)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(thresholds);
        return
        [
            .. table.Labels.Select((id, label) => new LabelReport(
                id,
                AveragePrecision.Of(table.Logits(label), table.TruthOf(label), ties),
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
