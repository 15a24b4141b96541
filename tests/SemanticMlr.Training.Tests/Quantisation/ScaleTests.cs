using SemanticMlr.Evaluation;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

/// <summary>Numbers small enough to check by hand.</summary>
public sealed class ScaleTests
{
    [Fact]
    public void Weights_HaveAScaleForEachOutputChannel()
    {
        var rows = ChannelWeights.Of([1, -2, 0.5f, 0.25f], [2, 2], axis: 0, largest: 64, bias: null, inputScale: 1);
        Assert.Equal([2f / 64, 0.5f / 64], rows.Scales);
        Assert.Equal([32, -64, 64, 32], rows.Values.Select(value => (int)value));

        var columns = ChannelWeights.Of([1, -2, 0.5f, 0.25f], [2, 2], axis: 1, largest: 64, bias: null, inputScale: 1);
        Assert.Equal([1f / 64, 2f / 64], columns.Scales);
        Assert.Equal([64, -64, 32, 8], columns.Values.Select(value => (int)value));
    }

    [Fact]
    public void Weights_OfAChannelThatIsZero_AreZero()
    {
        var weights = ChannelWeights.Of([0, 0, 1, 1], [2, 2], axis: 0, largest: 127, bias: null, inputScale: 1);

        Assert.Equal([0, 0, 127, 127], weights.Values.Select(value => (int)value));
        Assert.All(weights.Scales, scale => Assert.True(float.IsNormal(scale)));
    }

    [Fact]
    public void Bias_IsInt32AtTheScaleOfTheProducts()
    {
        var weights = ChannelWeights.Of([1, -2, 0.5f, 0.25f], [2, 2], axis: 0, largest: 64, [1, -0.25f], inputScale: 0.5f);
        var (values, scales) = weights.Bias([1, -0.25f], 0.5f);

        Assert.Equal([0.5f * 2 / 64, 0.5f * 0.5f / 64], scales);
        Assert.Equal([64, -64], values);
    }

    [Fact]
    public void Bias_ThatWouldNotFitInt32_WidensTheScaleOfItsChannel()
    {
        float[] bias = [1000];
        var (values, scales) = ChannelWeights.Of([1e-9f], [1, 1], axis: 0, largest: 127, bias, inputScale: 0.01f).Bias(bias, 0.01f);

        Assert.InRange(values[0], 1 << 29, int.MaxValue / 2 + 1);
        Assert.Equal(1000, values[0] * (double)scales[0], 1e-2);
    }

    [Theory]
    [InlineData(-1, 3, 64)] // 1 / (4 / 255) = 63.75
    [InlineData(0.5, 2, 0)] // widened to zero
    [InlineData(-2, -1, 255)]
    [InlineData(0, 6, 0)]
    public void Unsigned_HoldsZeroExactly(double min, double max, int zeroPoint)
    {
        var scale = IntegerScale.Unsigned(new TensorRange(min, max));

        Assert.False(scale.IsSigned);
        Assert.Equal(zeroPoint, scale.ZeroPoint);
        Assert.Equal((Math.Max(max, 0) - Math.Min(min, 0)) / 255, scale.Scale, 1e-6);
    }

    [Fact]
    public void Symmetric_HasTheZeroPointZero()
    {
        Assert.Equal(new IntegerScale(3f / 127, 0, IsSigned: true), IntegerScale.Symmetric(new TensorRange(-3, 1)));
        Assert.Equal(1, IntegerScale.Symmetric(new TensorRange(0, 0)).Scale);
    }

    [Fact]
    public void Percentile_CutsEqualTails()
    {
        var histogram = new Histogram(0, 10, 10);
        for (var bin = 0; bin < 10; bin++)
        {
            // 1, 10, 10, ... 10, 1
            histogram.Add([.. Enumerable.Repeat(bin + 0.5f, bin is 0 or 9 ? 1 : 10)]);
        }

        Assert.Equal(new TensorRange(0, 10), PercentileRange.Of(histogram, 100));
        Assert.Equal(new TensorRange(1, 9), PercentileRange.Of(histogram, 97)); // 82 values, 1.23 a tail
        Assert.Equal(new TensorRange(2, 8), PercentileRange.Of(histogram, 70)); // 12.3 a tail: 1 + 10
    }

    [Fact]
    public void Percentile_OfARectifiedTensor_BeginsAtZero()
    {
        var histogram = new Histogram(0, 4, 4);
        histogram.Add([0, 0, 0, 0, 0, 0, 0.5f, 1.5f, 2.5f, 4]);

        Assert.Equal(0, PercentileRange.Of(histogram, 80).Min);
    }

    [Fact]
    public void Divergence_IsThatOfTheFormula()
    {
        // P = (8, 8 + 16) / 32, Q = (8, 8) / 16
        var expected = 0.25 * Math.Log(0.25 / 0.5) + 0.75 * Math.Log(0.75 / 0.5);
        Assert.Equal(expected, EntropyThreshold.Divergence([8, 8], outside: 16, levels: 2), 1e-12);

        // One level: Q spreads 6 over the two bins that hold any.
        expected = 4.0 / 6 * Math.Log(4.0 / 3) + 2.0 / 6 * Math.Log(2.0 / 3);
        Assert.Equal(expected, EntropyThreshold.Divergence([4, 0, 2], outside: 0, levels: 1), 1e-12);
    }

    [Fact]
    public void Entropy_GivesUpOutliersForFinerSteps_AndKeepsWhatIsEven()
    {
        var falling = new Histogram(0, 8, 8);
        falling.Add([.. Enumerable.Repeat(0.5f, 400), .. Enumerable.Repeat(1.5f, 100), .. Enumerable.Repeat(2.5f, 20), .. Enumerable.Repeat(3.5f, 5), 7.5f]);
        Assert.Equal(4, EntropyThreshold.Of(falling, levels: 4));

        var even = new Histogram(0, 8, 8);
        even.Add([.. Enumerable.Range(0, 80).Select(index => index / 10f)]);
        Assert.Equal(8, EntropyThreshold.Of(even, levels: 4));
    }

    [Theory]
    [InlineData(5, 0)] // too few to tell
    [InlineData(6, 1)] // all six above: 1/32 by chance
    [InlineData(25, 8)] // at most seven of 25 coins: 2.2 %
    [InlineData(100, 41)]
    public void Spread_KnowsWhatTheMedianIsSurelyAbove(int count, int low)
    {
        var spread = Spread.Of(Enumerable.Range(1, count).Select(value => (double)value).Reverse());

        Assert.Equal(new Spread(1, low, (count + 1) / 2.0, count), spread);
    }
}
