using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>Average precision without interpolation: the mean, over the positives, of the precision at the rank of each.</summary>
public static class AveragePrecision
{
    /// <summary>The average precision of one label, 0..1, or null where there is no positive sample.</summary>
    /// <param name="scores">One score a sample.</param>
    /// <param name="truth">What is known of each sample; unknown ones are left out.</param>
    /// <param name="ties">What to do with samples of equal score.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double? Of(ReadOnlySpan<float> scores, ReadOnlySpan<Truth> truth, TieRule ties = TieRule.Order) =>
        Weighted(scores, truth, Ranking(scores), ties, groups: null, weights: null);

    /// <summary>The same with samples counted several times or not at all.</summary>
    /// <param name="scores">One score a sample.</param>
    /// <param name="truth">What is known of each sample.</param>
    /// <param name="ranking">What <see cref="Ranking"/> gives for the scores.</param>
    /// <param name="ties">What to do with samples of equal score.</param>
    /// <param name="groups">The group of each sample, or null where each counts once.</param>
    /// <param name="weights">How often the samples of each group count.</param>
    internal static double? Weighted(
        ReadOnlySpan<float> scores, ReadOnlySpan<Truth> truth, int[] ranking, TieRule ties, IReadOnlyList<int>? groups, int[]? weights)
    {
        if (scores.Length != truth.Length)
        {
            throw new ArgumentException($"Expected as many truths as scores ({scores.Length}), found {truth.Length}.", nameof(truth));
        }

        var (found, seen, tied, sum) = (0L, 0L, 0L, 0.0);
        for (var rank = 0; rank < ranking.Length; rank++)
        {
            var sample = ranking[rank];
            var weight = truth[sample] == Truth.Unknown ? 0 : weights is null ? 1 : weights[groups![sample]];
            seen += weight;
            if (truth[sample] == Truth.Present)
            {
                found += weight;
                tied += weight;
            }

            var goesOn = ties == TieRule.Together && rank + 1 < ranking.Length && scores[ranking[rank + 1]].Equals(scores[sample]);
            if (tied > 0 && !goesOn)
            {
                sum += tied * (double)found / seen;
                tied = 0;
            }
        }

        return found == 0 ? null : sum / found;
    }

    /// <summary>The samples by falling score; ties keep their order.</summary>
    internal static int[] Ranking(ReadOnlySpan<float> scores)
    {
        var order = new int[scores.Length];
        var keys = new (float Negated, int Index)[scores.Length];
        for (var index = 0; index < scores.Length; index++)
        {
            keys[index] = (-scores[index], index);
            order[index] = index;
        }

        keys.AsSpan().Sort(order.AsSpan());
        return order;
    }
}
