using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>How far mAP would wander with other images of the same kind: images are drawn again with replacement, all samples of an image together.</summary>
public static class MapBootstrap
{
    private const int Rounds = 200;

    /// <summary>The 2.5 and 97.5 percentiles of mAP over 200 rounds; null with fewer than two images or where no label has positives.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="rule">What to do with labels without positives, as in the figure itself; labels that lose theirs in a round are left out of it.</param>
    /// <param name="random">Random numbers from 0 to below 1.</param>
    public static Interval? Of(EvaluationTable table, EmptyLabelRule rule, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(random);
        var images = table.Images.Count;
        var rankings = Enumerable.Range(0, table.Labels.Count).Select(label => AveragePrecision.Ranking(table.Logits(label))).ToArray();
        var empty = Enumerable.Range(0, table.Labels.Count).Count(label => !table.TruthOf(label).Contains(Truth.Present));
        if (images < 2 || empty == table.Labels.Count)
        {
            return null;
        }

        var maps = new double[Rounds];
        var weights = new int[images];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < images; draw++)
            {
                weights[(int)(random() * images)]++;
            }

            var values = rankings.Select((ranking, label) => Weighted(table, label, ranking, weights)).OfType<double>().ToArray();
            maps[round] = values.Sum() / Math.Max(1, values.Length + (rule == EmptyLabelRule.Zero ? empty : 0));
        }

        Array.Sort(maps);
        return new Interval(maps[(int)(Rounds * 0.025)], maps[(int)(Rounds * 0.975) - 1]);
    }

    private static double? Weighted(EvaluationTable table, int label, int[] ranking, int[] weights)
    {
        var truth = table.TruthOf(label);
        var (found, seen, sum) = (0L, 0L, 0.0);
        foreach (var sample in ranking)
        {
            var weight = truth[sample] == Truth.Unknown ? 0 : weights[table.ImageOfSample[sample]];
            seen += weight;
            if (weight > 0 && truth[sample] == Truth.Present)
            {
                found += weight;
                sum += weight * (double)found / seen;
            }
        }

        return found == 0 ? null : sum / found;
    }
}
