using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>F1@K: on each sample the K labels of the highest score are said, and all decisions are counted together (micro).</summary>
/// <remarks>As the zero-shot papers count it; labels of which nothing is known on a sample are left out there. Ties keep the order of the labels.</remarks>
public static class TopLabels
{
    /// <summary>The decisions of the K best labels of every sample.</summary>
    public static DecisionCounts Count(EvaluationTable table, int best)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(best);
        var counts = default(DecisionCounts);
        var scores = new float[table.Labels.Count];
        for (var sample = 0; sample < table.Samples; sample++)
        {
            for (var label = 0; label < scores.Length; label++)
            {
                scores[label] = table.Logits(label)[sample];
            }

            var left = best;
            foreach (var label in AveragePrecision.Ranking(scores))
            {
                var truth = table.TruthOf(label)[sample];
                counts += DecisionCounts.Of(left > 0, truth);
                left -= truth == Truth.Unknown ? 0 : 1;
            }
        }

        return counts;
    }
}
