namespace SemanticMlr.Evaluation;

/// <summary>How far a difference of mAP between two systems on the same samples would wander with other images of the same kind.</summary>
public static class PairedBootstrap
{
    private const int Rounds = 400;

    /// <summary>The mean difference over some pairs of tables, with the 2.5 and 97.5 percentiles over images drawn again with replacement.</summary>
    /// <param name="pairs">The same samples in the same order, scored by the first and the second system; one pair a seed.</param>
    /// <param name="labels">Numbers of the labels whose mean is compared.</param>
    /// <param name="imageOf">The image of a sample's name; samples of one image are drawn together.</param>
    /// <param name="random">Random numbers from 0 to below 1.</param>
    /// <exception cref="ArgumentException">There is no pair, or the pairs do not hold the same samples.</exception>
    public static (double Difference, Interval Interval) Of(
        IReadOnlyList<(EvaluationTable First, EvaluationTable Second)> pairs, IReadOnlyList<int> labels, Func<string, string> imageOf, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(imageOf);
        ArgumentNullException.ThrowIfNull(random);
        var systems = pairs.Select(pair => pair.First.Images.SequenceEqual(pair.Second.Images)
            ? (First: new Ranked(pair.First, labels, imageOf), Second: new Ranked(pair.Second, labels, imageOf))
            : throw new ArgumentException("The two tables of a pair hold other samples.", nameof(pairs))).ToArray();
        var images = systems.Select(pair => pair.First.Images).Distinct().ToArray();
        if (images.Length != 1)
        {
            throw new ArgumentException("The pairs hold other images.", nameof(pairs));
        }

        // One draw for all pairs: they share the images, and draws of their own would average the images' part of the spread away.
        var differences = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var weights = Draw(images[0], random);
            differences[round] = systems.Average(pair => pair.First.Map(weights) - pair.Second.Map(weights));
        }

        Array.Sort(differences);
        var whole = systems.Average(pair => pair.First.Map(null) - pair.Second.Map(null));
        return (whole, new Interval(differences[(int)(Rounds * 0.025)], differences[(int)(Rounds * 0.975) - 1]));
    }

    private static int[] Draw(int images, Func<double> random)
    {
        var weights = new int[images];
        for (var draw = 0; draw < images; draw++)
        {
            weights[(int)(random() * images)]++;
        }

        return weights;
    }

    /// <summary>A table with its labels ranked once.</summary>
    private sealed class Ranked
    {
        private readonly EvaluationTable _table;
        private readonly IReadOnlyList<int> _labels;
        private readonly int[][] _rankings;
        private readonly int[] _groups;

        public Ranked(EvaluationTable table, IReadOnlyList<int> labels, Func<string, string> imageOf)
        {
            (_table, _labels) = (table, labels);
            _rankings = [.. labels.Select(label => AveragePrecision.Ranking(table.Logits(label)))];
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            _groups = [.. table.ImageOfSample.Select(image => imageOf(table.Images[image])).Select(image => numbers.TryGetValue(image, out var known) ? known : numbers[image] = numbers.Count)];
            Images = numbers.Count;
        }

        public int Images { get; }

        /// <summary>Mean over the labels that hold anywhere; 0 where none does.</summary>
        public double Map(int[]? weights)
        {
            var values = _labels
                .Select((label, index) => AveragePrecision.Weighted(
                    _table.Logits(label), _table.TruthOf(label), _rankings[index], TieRule.Order, weights is null ? null : _groups, weights))
                .OfType<double>().ToArray();
            return values.Length == 0 ? 0 : values.Average();
        }
    }
}
