using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class IntervalTests
{
    // Agresti and Coull 1998 and common tables of the Wilson score interval.
    [Theory]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(95, 100, 0.8882, 0.9785)]
    [InlineData(0, 0, 0.0, 1.0)]
    public void OfShare_IsWilsons(long successes, long trials, double low, double high)
    {
        var interval = Interval.OfShare(successes, trials);

        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    // The usual table of exact Poisson limits.
    [Theory]
    [InlineData(0, 0.0, 3.6889)]
    [InlineData(1, 0.0253, 5.5716)]
    [InlineData(10, 4.7954, 18.3904)]
    [InlineData(100, 81.3639, 121.6272)]
    public void OfCount_IsTheExactPoissonInterval(long events, double low, double high)
    {
        var interval = Interval.OfCount(events);

        Assert.Equal(low, interval.Low, 1e-3);
        Assert.Equal(high, interval.High, 1e-3);
    }
}
