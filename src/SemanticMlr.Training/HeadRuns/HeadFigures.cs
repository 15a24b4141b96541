using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>What a head reached on some labels. All from 0 to 1.</summary>
/// <param name="Map">Mean of the average precisions of the labels that hold anywhere.</param>
/// <param name="MapEmptyZero">The same with labels that hold nowhere counted as 0 (sigrl.md 5.1).</param>
/// <param name="Ap">Average precision by label id; null where the label holds nowhere.</param>
/// <param name="MicroF1">F1 over all decisions at thresholds chosen on the validation samples; null without those.</param>
/// <param name="F1At3">Micro F1 of the three best labels of each sample.</param>
/// <param name="F1At5">Micro F1 of the five best labels of each sample.</param>
/// <param name="Samples">Samples measured.</param>
public sealed record HeadFigures(
    double Map, double MapEmptyZero, IReadOnlyDictionary<string, double?> Ap, double? MicroF1, double F1At3, double F1At5, int Samples)
{
    /// <summary>Figures of a table of scores.</summary>
    /// <param name="table">Logits and truth.</param>
    /// <param name="thresholds">A logit a label from which it is said, or null.</param>
    internal static HeadFigures Of(EvaluationTable table, IReadOnlyList<float>? thresholds)
    {
        var ap = table.Labels.Index().ToDictionary(
            label => label.Item, label => AveragePrecision.Of(table.Logits(label.Index), table.TruthOf(label.Index)), StringComparer.Ordinal);
        return new HeadFigures(
            Evaluator.Mean(ap.Values, EmptyLabelRule.Skip) ?? 0,
            Evaluator.Mean(ap.Values, EmptyLabelRule.Zero) ?? 0,
            ap,
            thresholds is null ? null : DecisionsAt(table, thresholds).F1,
            TopLabels.Count(table, 3).F1,
            TopLabels.Count(table, 5).F1,
            table.Samples);
    }

    private static DecisionCounts DecisionsAt(EvaluationTable table, IReadOnlyList<float> thresholds) => Enumerable.Range(0, table.Labels.Count)
        .Aggregate(default(DecisionCounts), (sum, label) => sum + DecisionCounts.At(table.Logits(label), table.TruthOf(label), thresholds[label]));
}
