using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class AveragePrecisionTests
{
    [Theory]
    [InlineData("1 1 0 0", 1.0)]
    [InlineData("0 0 1 1", (1.0 / 3 + 2.0 / 4) / 2)]
    [InlineData("1 0 1 0", (1.0 + 2.0 / 3) / 2)]
    [InlineData("0 1", 0.5)]
    [InlineData("? 1 ? 0 1", (1.0 + 2.0 / 3) / 2)]
    public void Of_SamplesInTheOrderOfTheirScores_IsTheMeanPrecisionAtThePositives(string truth, double expected)
    {
        var cells = TruthText.Parse(truth);
        var scores = cells.Select((_, rank) => -(float)rank).ToArray();

        Assert.Equal(expected, AveragePrecision.Of(scores, cells)!.Value, 1e-12);
    }

    [Fact]
    public void Of_UnsortedScores_SortsThem() =>
        Assert.Equal((1.0 + 2.0 / 3) / 2, AveragePrecision.Of([0.1f, 0.9f, 0.5f, 0.4f], TruthText.Parse("0 1 0 1"))!.Value, 1e-12);

    [Fact]
    public void Of_Ties_KeepsTheOrderOfTheSamples()
    {
        Assert.Equal(1.0 / 3, AveragePrecision.Of([0.5f, 0.5f, 0.5f], TruthText.Parse("0 0 1"))!.Value, 1e-12);
        Assert.Equal(1.0, AveragePrecision.Of([0.5f, 0.5f, 0.5f], TruthText.Parse("1 0 0"))!.Value, 1e-12);
    }

    [Theory]
    [InlineData("0 0")]
    [InlineData("? ?")]
    public void Of_NoPositive_IsNull(string truth) => Assert.Null(AveragePrecision.Of([1f, 2f], TruthText.Parse(truth)));

    [Fact]
    public void Mean_LeavesEmptyLabelsOut_OrCountsThemAsZero()
    {
        double?[] values = [1.0, null, 0.5];

        Assert.Equal(0.75, Evaluator.Mean(values, EmptyLabelRule.Skip));
        Assert.Equal(0.5, Evaluator.Mean(values, EmptyLabelRule.Zero));
        Assert.Null(Evaluator.Mean([null], EmptyLabelRule.Skip));
    }
}
