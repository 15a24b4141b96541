using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Thresholds of best F1, label by label.</summary>
internal static class DecisionThresholds
{
    /// <summary>A logit a label; a label that holds nowhere gets the one that is best for all labels together.</summary>
    /// <param name="table">Logits and truth of the samples that choose.</param>
    public static IReadOnlyList<float> Of(EvaluationTable table)
    {
        var cells = Enumerable.Range(0, table.Labels.Count)
            .Select(label => (Logits: table.Logits(label).ToArray(), Truth: table.TruthOf(label).ToArray()))
            .ToArray();
        var shared = Best(cells.SelectMany(label => label.Logits), cells.SelectMany(label => label.Truth)) ?? 0;
        return [.. cells.Select(label => Best(label.Logits, label.Truth) ?? shared)];
    }

    private static float? Best(IEnumerable<float> logits, IEnumerable<Truth> truth)
    {
        var known = logits.Zip(truth).Where(cell => cell.Second != Truth.Unknown).OrderByDescending(cell => cell.First).ToArray();
        var positives = known.Count(cell => cell.Second == Truth.Present);
        var (hits, best, threshold) = (0, 0.0, (float?)null);
        for (var said = 0; said < known.Length; said++)
        {
            hits += known[said].Second == Truth.Present ? 1 : 0;
            var f1 = 2.0 * hits / (said + 1 + positives);
            var isLastOfTies = said + 1 == known.Length || known[said + 1].First < known[said].First;
            if (positives > 0 && isLastOfTies && f1 > best)
            {
                (best, threshold) = (f1, known[said].First);
            }
        }

        return threshold;
    }
}
