using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>How far mAP would wander with other images of the same kind: images are drawn again with replacement, all samples of an image together.</summary>
public static class MapBootstrap
{
    private const int Rounds = 200;

    /// <summary>The 2.5 and 97.5 percentiles of mAP over 200 rounds; null with fewer than two images or where no label has positives.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="rules">What to do with ties and with labels without positives, as in the figure itself; labels that lose theirs in a round are left out of it.</param>
    /// <param name="random">Random numbers from 0 to below 1.</param>
    public static Interval? Of(EvaluationTable table, EvaluationRules rules, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
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

            var values = rankings
                .Select((ranking, label) => AveragePrecision.Weighted(
                    table.Logits(label), table.TruthOf(label), ranking, rules.Ties, table.ImageOfSample, weights))
                .OfType<double>().ToArray();
            maps[round] = values.Sum() / Math.Max(1, values.Length + (rules.Empty == EmptyLabelRule.Zero ? empty : 0));
        }

        Array.Sort(maps);
        return new Interval(maps[(int)(Rounds * 0.025)], maps[(int)(Rounds * 0.975) - 1]);
    }
}
