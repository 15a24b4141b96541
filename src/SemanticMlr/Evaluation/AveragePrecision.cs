using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>Average precision without interpolation: the mean, over the positives, of the precision at the rank of each.</summary>
public static class AveragePrecision
{
    /// <summary>The average precision of one label, 0..1, or null where there is no positive sample.</summary>
    /// <param name="scores">One score a sample; ties keep the order of the samples.</param>
    /// <param name="truth">What is known of each sample; unknown ones are left out.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double? Of(ReadOnlySpan<float> scores, ReadOnlySpan<Truth> truth)
    {
        if (scores.Length != truth.Length)
        {
            throw new ArgumentException($"Expected as many truths as scores ({scores.Length}), found {truth.Length}.", nameof(truth));
        }

        var (found, seen, sum) = (0L, 0L, 0.0);
        foreach (var sample in Ranking(scores))
        {
            if (truth[sample] == Truth.Unknown)
            {
                continue;
            }

            seen++;
            if (truth[sample] == Truth.Present)
            {
                found++;
                sum += (double)found / seen;
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
