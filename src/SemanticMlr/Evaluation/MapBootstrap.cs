using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>How far mAP would wander with other images of the same kind: images are drawn again with replacement, all samples of an image together.</summary>
/// <remarks>
/// The interval is the figure and 1.96 bootstrap standard errors to each side (the standard interval of Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
/// chapters 6 and 13). Percentiles of the resampled figures would not do: a positive that is drawn twice, or a negative above it that is not drawn, raises average
/// precision more than their opposites lower it, so that with rare labels the resampled figures lie above the figure itself. Their spread is right, their place is not.
/// </remarks>
public static class MapBootstrap
{
    private const int Rounds = 200;

    /// <summary>The 95 % interval, from 200 rounds, inside 0..1; null with fewer than two images or where no label has positives.</summary>
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

        var maps = new List<double>(Rounds);
        var weights = new int[images];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < images; draw++)
            {
                weights[(int)(random() * images)]++;
            }

            if (MapOf(weights) is { } map)
            {
                maps.Add(map);
            }
        }

        return maps.Count < 2 ? null : Interval.OfEstimate(MapOf(drawn: null)!.Value, maps);

        // Null where every label lost its positives: there is no mAP then, and none of 0.
        double? MapOf(int[]? drawn)
        {
            var values = rankings
                .Select((ranking, label) => AveragePrecision.Weighted(
                    table.Logits(label), table.TruthOf(label), ranking, rules.Ties, drawn is null ? null : table.ImageOfSample, drawn))
                .OfType<double>().ToArray();
            var labels = values.Length + (rules.Empty == EmptyLabelRule.Zero ? empty : 0);
            return labels == 0 ? null : values.Sum() / labels;
        }
    }
}
