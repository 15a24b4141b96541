using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class ThresholdRuleTests
{
    private static readonly float[] Probabilities = [0.9f, 0.8f, 0.6f, 0.4f, 0.2f];
    private static readonly Truth[] Cells = TruthText.Parse("1 0 1 1 0");

    [Fact]
    public void BestF1_LiesBetweenTheLastPositiveAndTheNextNegative() =>
        Assert.Equal(0.3, new ThresholdRule.BestF1().Choose(Probabilities, Cells, images: 5)!.Value, 1e-6);

    [Theory]
    [InlineData(1.0, 0.3)]
    [InlineData(0.6, 0.5)]
    [InlineData(0.3, 0.85)]
    public void Recall_IsTheHighestThresholdThatFindsEnough(double share, double expected) =>
        Assert.Equal(expected, new ThresholdRule.Recall(share).Choose(Probabilities, Cells, images: 5)!.Value, 1e-6);

    [Theory]
    [InlineData(0, 0.85)]
    [InlineData(199, 0.85)]
    [InlineData(200, 0.3)]
    [InlineData(1000, 0.1)]
    public void FalseAlarms_IsTheLowestThresholdWithFewEnough(double perThousand, double expected) =>
        Assert.Equal(expected, new ThresholdRule.FalseAlarms(perThousand).Choose(Probabilities, Cells, images: 5)!.Value, 1e-6);

    [Fact]
    public void WithoutPositives_OnlyFalseAlarmsCanChoose()
    {
        var cells = TruthText.Parse("0 0 0 ? ?");

        Assert.Null(new ThresholdRule.BestF1().Choose(Probabilities, cells, images: 5));
        Assert.Null(new ThresholdRule.Recall(0.9).Choose(Probabilities, cells, images: 5));
        Assert.Equal(0.95, new ThresholdRule.FalseAlarms(0).Choose(Probabilities, cells, images: 5)!.Value, 1e-6);
    }

    [Fact]
    public void EqualProbabilities_AreNotParted()
    {
        var threshold = new ThresholdRule.FalseAlarms(0).Choose([0.5f, 0.5f], TruthText.Parse("1 0"), images: 2)!.Value;

        Assert.Equal(0.75, threshold, 1e-6);
    }
}
