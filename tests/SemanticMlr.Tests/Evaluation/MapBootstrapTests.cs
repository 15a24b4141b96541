using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class MapBootstrapTests
{
    private static readonly EvaluationRules Rules = new();

    [Fact]
    public void TheIntervalHoldsTheFigure_WhereRareLabelsBiasTheResampledOnes()
    {
        // Two positives a label, in the middle of its ranking: who draws one of them twice, or a negative above it not at all, finds a higher precision.
        var table = Scattered(labels: 40, images: 60, positives: 2, seed: 7);
        var map = Map(table, weights: null);
        var resampled = Resample(table, rounds: 200);
        Assert.True(resampled[5] > map, $"the case shows nothing: {resampled[5]} is not above {map}");

        var interval = MapBootstrap.Of(table, Rules, new Random(1).NextDouble)!.Value;

        Assert.InRange(map, interval.Low, interval.High);
        Assert.Equal(map, (interval.Low + interval.High) / 2, 1e-12);
    }

    [Fact]
    public void AFigureAtTheEnd_KeepsTheIntervalInsideTheScale()
    {
        var table = CalibrationFitTests.Table("1 0 1 0 0 0 0 0 0 0", [9, 8, 7, -1, -2, -3, -4, -5, -6, -7]);

        var interval = MapBootstrap.Of(table, Rules, new Random(1).NextDouble)!.Value;

        Assert.InRange(interval.Low, 0, 1 / 1.2);
        Assert.Equal(1, interval.High);
    }

    [Fact]
    public void LabelsThatRankPerfectly_LeaveNoDoubt() =>
        Assert.Equal(new Interval(1, 1), MapBootstrap.Of(CalibrationFitTests.Table("1 1 0 0", [4, 3, 2, 1]), Rules, new Random(1).NextDouble));

    [Fact]
    public void RoundsThatDrawNoPositive_DoNotCount()
    {
        // The only positive is first of all: wherever it is drawn, average precision is 1.
        Assert.Equal(new Interval(1, 1), MapBootstrap.Of(CalibrationFitTests.Table("1 0 0 0", [4, 3, 2, 1]), Rules, new Random(1).NextDouble));
    }

    [Fact]
    public void LabelsWithoutPositives_CountAsInTheFigure()
    {
        var table = new EvaluationTable(["some", "none"]);
        foreach (var (image, truth) in TruthText.Parse(string.Join(' ', Enumerable.Repeat("0 1 0 1 1 0 0 1 0 0", 10))).Index())
        {
            table.BeginImage($"{image}");
            table.Add([-image, -image], [0, 0], [truth, Truth.Absent]);
        }

        var skipped = MapBootstrap.Of(table, Rules, new Random(1).NextDouble)!.Value;
        var zero = MapBootstrap.Of(table, Rules with { Empty = EmptyLabelRule.Zero }, new Random(1).NextDouble)!.Value;

        Assert.Equal(skipped.Low / 2, zero.Low, 1e-12);
        Assert.Equal(skipped.High / 2, zero.High, 1e-12);
    }

    /// <summary>
    /// Simulated test sets with 15 to 45, and 3 to 9, positives a label; their expected mAP is known from many more of them. An interval that is a quarter too narrow, and one
    /// that is wide enough to hold anything, leave the range.
    /// </summary>
    [Theory]
    [InlineData(150, 6, 0.1, 0.90, 0.97)]
    [InlineData(150, 10, 0.02, 0.89, 0.97)]
    public void Coverage_OnSimulatedTestSets(int images, int labels, double share, double least, double most)
    {
        var random = new Random(11);
        var expected = Enumerable.Range(0, 4_000).Average(_ => Map(Simulate(random, images, labels, share), weights: null));
        var (sets, covered, holds) = (500, 0, 0);
        for (var set = 0; set < sets; set++)
        {
            var table = Simulate(random, images, labels, share);
            var (map, interval) = (Map(table, weights: null), MapBootstrap.Of(table, Rules, random.NextDouble)!.Value);
            covered += interval.Low <= expected && expected <= interval.High ? 1 : 0;
            holds += interval.Low <= map && map <= interval.High ? 1 : 0;
        }

        Assert.Equal(sets, holds);
        Assert.InRange(covered / (double)sets, least, most);
    }

    private static EvaluationTable Scattered(int labels, int images, int positives, int seed)
    {
        var random = new Random(seed);
        var table = new EvaluationTable([.. Enumerable.Range(0, labels).Select(label => $"label{label}")]);
        var places = Enumerable.Range(0, labels).Select(_ => Shuffled(images, random)).ToArray();
        for (var image = 0; image < images; image++)
        {
            table.BeginImage($"{image}");
            var ranks = places.Select(place => place[image]).ToArray();
            table.Add([.. ranks.Select(rank => (float)-rank)], new float[labels], [.. ranks.Select(rank => rank >= 10 && rank % 10 == 0 && rank <= 10 * positives ? Truth.Present : Truth.Absent)]);
        }

        return table;
    }

    private static int[] Shuffled(int count, Random random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }

    private static EvaluationTable Simulate(Random random, int images, int labels, double share)
    {
        var table = new EvaluationTable([.. Enumerable.Range(0, labels).Select(label => $"label{label}")]);
        for (var image = 0; image < images; image++)
        {
            var truth = Enumerable.Range(0, labels).Select(label => random.NextDouble() < share * (1 + label % 3) ? Truth.Present : Truth.Absent).ToArray();
            table.BeginImage($"{image}");
            table.Add([.. truth.Select((cell, label) => (float)(Normal(random) + (cell == Truth.Present ? 1.2 + 0.4 * (label % 5) : 0)))], new float[labels], truth);
        }

        return table;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>mAP of plain resamples, sorted.</summary>
    private static double[] Resample(EvaluationTable table, int rounds)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, rounds).Select(_ =>
        {
            var weights = new int[table.Images.Count];
            for (var draw = 0; draw < weights.Length; draw++)
            {
                weights[random.Next(weights.Length)]++;
            }

            return Map(table, weights);
        }).Order()];
    }

    private static double Map(EvaluationTable table, int[]? weights) => Enumerable.Range(0, table.Labels.Count)
        .Select(label => AveragePrecision.Weighted(
            table.Logits(label), table.TruthOf(label), AveragePrecision.Ranking(table.Logits(label)), Rules.Ties, weights is null ? null : table.ImageOfSample, weights))
        .OfType<double>().Average();
}
