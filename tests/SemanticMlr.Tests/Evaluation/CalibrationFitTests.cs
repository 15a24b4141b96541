using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class CalibrationFitTests
{
    private static readonly ThresholdRule BestF1 = new ThresholdRule.BestF1();

    [Fact]
    public void Fit_FindsTheScaleAndBiasThatMadeTheTruth()
    {
        var table = Simulate(images: 20_000, (2.0, -1.0));

        var fitted = Assert.Single(Fit(table, BestF1));

        Assert.Equal(2, fitted.Scale, 0.1);
        Assert.Equal(-1, fitted.Bias, 0.1);
        Assert.False(fitted.Provisional);
    }

    [Fact]
    public void Fit_OfSeparatedSamples_StaysFinite()
    {
        var table = Table("1 1 1 1 1 1 0 0 0 0 0 0", [9, 8, 7, 6, 5, 4, -4, -5, -6, -7, -8, -9]);

        var fitted = Assert.Single(Fit(table, BestF1));

        Assert.InRange(fitted.Scale, 0.1, 5);
        Assert.InRange(fitted.Probability(4), fitted.Threshold, 0.999);
        Assert.InRange(fitted.Probability(-4), 0.001, fitted.Threshold);
    }

    [Fact]
    public void ALabelWithFewPositives_SharesTheScaleOfTheOthers()
    {
        var table = Simulate(images: 5_000, (2.0, 0.0), (2.0, -12.0));
        var rare = table.TruthOf(1).Count(Truth.Present);
        Assert.InRange(rare, 0, 4);

        var fitted = Fit(table, BestF1);

        Assert.Equal(fitted[0].Scale, fitted[1].Scale, 1e-9);
        Assert.True(fitted[1].Bias < -4, $"bias {fitted[1].Bias}");
        Assert.Equal(rare == 0, fitted[1].Provisional);
    }

    [Fact]
    public void ALabelWithoutPositives_IsProvisional()
    {
        var fitted = Assert.Single(Fit(Table("0 0 0", [1, 2, 3]), BestF1));

        Assert.True(fitted.Provisional);
        Assert.Equal(0.5, fitted.Threshold);
        Assert.True(fitted.Scale > 0);
        Assert.InRange(fitted.Probability(2), 0.01, 0.5);
    }

    [Fact]
    public void ALabelThatRanksBackwards_IsProvisional_AndKeepsAPositiveScale()
    {
        var fitted = Assert.Single(Fit(Table("1 1 1 1 1 0 0 0 0 0", [-9, -8, -7, -6, -5, 5, 6, 7, 8, 9]), BestF1));

        Assert.True(fitted.Provisional);
        Assert.True(fitted.Scale > 0);
    }

    [Fact]
    public void UnknownSamples_CountNowhere()
    {
        var with = Fit(Table("1 1 1 1 1 0 0 0 0 0 ? ?", [5, 4, 3, 2, -1, 1, -2, -3, -4, -5, 100, -100]), BestF1);
        var without = Fit(Table("1 1 1 1 1 0 0 0 0 0", [5, 4, 3, 2, -1, 1, -2, -3, -4, -5]), BestF1);

        Assert.Equal(without, with);
    }

    [Fact]
    public void LogitsWhoseProbabilityRoundsToOne_LeaveAThresholdAboveThemAll()
    {
        // The second label has too few positives for a scale of its own; the first one's makes its outlier a certainty.
        var table = new EvaluationTable(["steep", "outlier"]);
        float[] outlier = [0, 0, 0, 0, 40, -5, -5, -5, -5, -5, -5, -5];
        foreach (var (index, logit) in outlier.Index())
        {
            table.BeginImage($"{index}");
            table.Add([index % 2 == 0 ? 1 : -1, logit], [0.5f, 0.5f], [index % 2 == 0 ? Truth.Present : Truth.Absent, index < 4 ? Truth.Present : Truth.Absent]);
        }

        var fitted = Fit(table, new ThresholdRule.FalseAlarms(0))[1];

        Assert.True(fitted.Scale * 40 + fitted.Bias > 20, $"{fitted}");
        Assert.Equal(0, DecisionCounts.At(fitted.Probabilities(table.Logits(1)), table.TruthOf(1), fitted.Threshold).FalseAlarms);
        Assert.InRange(fitted.Threshold, 0, 1);
    }

    internal static EvaluationTable Simulate(int images, params (double Scale, double Bias)[] labels)
    {
        var random = new Random(5);
        var table = new EvaluationTable([.. labels.Select((_, index) => $"label{index}")]);
        for (var image = 0; image < images; image++)
        {
            var logits = labels.Select(_ => (float)(random.NextDouble() * 6 - 3)).ToArray();
            var truth = labels.Zip(logits, (label, logit) => random.NextDouble() < 1 / (1 + Math.Exp(-(label.Scale * logit + label.Bias))) ? Truth.Present : Truth.Absent);
            table.BeginImage($"{image:D5}");
            table.Add(logits, new float[labels.Length], [.. truth]);
        }

        return table;
    }

    internal static EvaluationTable Table(string truth, float[] logits)
    {
        var table = new EvaluationTable(["label"]);
        foreach (var (index, cell) in TruthText.Parse(truth).Index())
        {
            table.BeginImage($"{index}");
            table.Add([logits[index]], [logits[index]], [cell]);
        }

        return table;
    }

    private static IReadOnlyList<FittedLabel> Fit(EvaluationTable table, ThresholdRule rule) =>
        CalibrationFit.Fit(table, rule, Enumerable.Range(0, table.Images.Count).ToHashSet());
}
