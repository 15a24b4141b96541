using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Tests.Runs;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void Precision_is_averaged_over_the_samples_that_hold() =>
        Assert.Equal((1 + 2 / 3.0) / 2, AveragePrecision.Of([0.9f, 0.8f, 0.7f, 0.1f], [true, false, true, false])!.Value, 12);

    [Fact]
    public void Ties_keep_the_order_of_the_samples()
    {
        Assert.Equal(1, AveragePrecision.Of([0.5f, 0.5f], [true, false]));
        Assert.Equal(0.5, AveragePrecision.Of([0.5f, 0.5f], [false, true]));
    }

    [Fact]
    public void A_label_that_holds_nowhere_has_none() => Assert.Null(AveragePrecision.Of([0.5f], [false]));
}
