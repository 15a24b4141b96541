using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Tests.EncoderBenchmarks;

public sealed class TimedRoundsTests
{
    [Fact]
    public void EveryRound_BeginsWithAnother_AndWarmUpsAreNotCounted()
    {
        var order = new List<int>();
        var times = TimedRounds.Run([() => order.Add(0), () => order.Add(1)], 3, TimeSpan.Zero, _ => { }, TestContext.Current.CancellationToken);

        // Three warm-ups in turns; then in each round one run that is not counted and three that are.
        int[] round = [0, 0, 0, 0, 1, 1, 1, 1];
        Assert.Equal([0, 1, 0, 1, 0, 1, .. round, .. round.Select(place => 1 - place), .. round], order);
        Assert.All(times, contender => Assert.Equal([3, 3, 3], contender.Select(runs => runs.Count)));
    }

    [Fact]
    public void Percentiles_AreTheNearestRank()
    {
        double[] hundred = [.. Enumerable.Range(1, 100).Select(value => (double)value)];
        var times = RunTimes.Of([hundred, [1000]]);

        Assert.Equal((101, 51, 91, 100), (times.Runs, times.P50, times.P90, times.P99));
        Assert.Equal((50.5, 1000), (times.Rounds.Min, times.Rounds.Max));
    }
}
