using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>The K labels of the highest score of each sample are said: F1@K, precision@K, recall@K.</summary>
/// <remarks>
/// As the papers count it (all decisions together, and averaged over samples); labels of which nothing is known on a sample are left out there,
/// and a sample of which nothing is known counts nowhere. Ties keep the order of the labels.
/// </remarks>
public static class TopLabels
{
    /// <summary>The decisions of the K best labels of every sample.</summary>
    public static DecisionCounts Count(EvaluationTable table, int best) =>
        PerSample(table, best).Aggregate(default(DecisionCounts), DecisionCounts.Add);

    /// <summary>The figures at one K.</summary>
    public static TopLabelsReport Report(EvaluationTable table, int best)
    {
        DecisionCounts[] samples = [.. PerSample(table, best)];
        var counts = samples.Aggregate(default(DecisionCounts), DecisionCounts.Add);
        return new TopLabelsReport(
            best,
            Mean(samples.Select(sample => sample.Precision)),
            Mean(samples.Select(sample => sample.Recall)),
            counts.Precision ?? 0,
            counts.Recall ?? 0,
            counts.F1);
    }

    private static double Mean(IEnumerable<double?> values) => values.OfType<double>().DefaultIfEmpty().Average();

    private static IEnumerable<DecisionCounts> PerSample(EvaluationTable table, int best)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(best);
        var scores = new float[table.Labels.Count];
        for (var sample = 0; sample < table.Samples; sample++)
        {
            for (var label = 0; label < scores.Length; label++)
            {
                scores[label] = table.Logits(label)[sample];
            }

            var (left, counts) = (best, default(DecisionCounts));
            foreach (var label in AveragePrecision.Ranking(scores))
            {
                var truth = table.TruthOf(label)[sample];
                counts += DecisionCounts.Of(left > 0, truth);
                left -= truth == Truth.Unknown ? 0 : 1;
            }

            yield return counts;
        }
    }
}
