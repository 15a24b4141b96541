using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge.Tests.Supervision;

public sealed class ProgressWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Part _part = new();

    [Theory]
    [InlineData(null, 15)]
    [InlineData("20000000", 10)]
    [InlineData("60000000", 15)]
    [InlineData("0", 15)]
    [InlineData("-5", 15)]
    [InlineData("soon", 15)]
    public void Patience_IsHalfTheWatchdogIntervalAtMost(string? microseconds, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Create(microseconds).Patience);

    [Fact]
    public void APartThatStandsStill_IsStuckAfterThePatience_AndGetsOnAgain()
    {
        var watch = Create(null);
        watch.Begin();
        Assert.True(Advance(watch, 14));

        Assert.False(Advance(watch, 2));
        Assert.Equal(("part", 16.0), (Assert.Single(watch.Stuck).Name, watch.Reports[0].Silence.TotalSeconds));

        _part.GetsOn = true;
        Assert.True(Advance(watch, 1));
        Assert.Empty(watch.Stuck);
    }

    [Fact]
    public void APartWithPatienceOfItsOwn_IsStuckThatMuchLater()
    {
        _part.Patience = TimeSpan.FromSeconds(60);
        var watch = Create(null);
        watch.Begin();

        Assert.True(Advance(watch, 74));
        Assert.False(Advance(watch, 2));
    }

    private ProgressWatch Create(string? microseconds) =>
        new([_part], WatchdogInterval.Parse(microseconds), Options.Create(new SupervisionOptions()), _time);

    private bool Advance(ProgressWatch watch, double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return watch.Look();
    }

    private sealed class Part : IProgressProbe
    {
        public string Name => "part";

        public TimeSpan Patience { get; set; }

        public bool GetsOn { get; set; }

        public bool HasProgress() => GetsOn;

        public string Describe() => "A part.";
    }
}
