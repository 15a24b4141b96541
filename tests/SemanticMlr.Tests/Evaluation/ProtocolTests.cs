using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

/// <summary>Small cases of the papers' protocols, computed by hand.</summary>
public sealed class ProtocolTests
{
    /// <summary>
    /// Three labels, four samples:
    /// a: scores 9 8 7 6, truth 1 0 1 0 -> (1/1 + 2/3) / 2 = 5/6;
    /// b: scores 1 2 3 4, truth 0 1 0 0 -> rank of sample 2 is 3 -> 1/3;
    /// c: no positive -> 0 or left out.
    /// </summary>
    private static readonly EvaluationTable Table = Make(
        ["a", "b", "c"],
        ([9, 1, 0], "1 0 0"),
        ([8, 2, 5], "0 1 0"),
        ([7, 3, 0], "1 0 0"),
        ([6, 4, 0], "0 0 0"));

    [Fact]
    public void ZeroShotMap_CountsEmptyClassesAsZero()
    {
        Assert.Equal((5.0 / 6 + 1.0 / 3) / 2, Report(new EvaluationRules()).Map!.Value, 1e-12);
        Assert.Equal((5.0 / 6 + 1.0 / 3 + 0) / 3, Report(new EvaluationRules(EmptyLabelRule.Zero)).Map!.Value, 1e-12);
        Assert.Equal(["c"], Report(new EvaluationRules(EmptyLabelRule.Zero)).WithoutPositives);
    }

    [Fact]
    public void MicroF1AtK_DividesByAllLabelsSaid_SamplesWithoutPositivesToo()
    {
        // K = 1 says a four times: 2 hits of 4 said, 3 positives. P = 1/2, R = 2/3, F1 = 4/7.
        var one = TopLabels.Report(Table, 1);
        Assert.Equal((0.5, 2.0 / 3), (one.MicroPrecision, one.MicroRecall));
        Assert.Equal(4.0 / 7, one.MicroF1, 1e-12);

        // K = 2 says a b, a c, a b, a b: hits a, -, a, -. P = 2/8, R = 2/3, F1 = 4/11.
        var two = TopLabels.Report(Table, 2);
        Assert.Equal(4.0 / 11, two.MicroF1, 1e-12);
        Assert.Equal(0.25, two.MicroPrecision);
    }

    [Fact]
    public void PerSampleFigures_AreMeansOverSamples_RecallOverThoseWithPositives()
    {
        // K = 1: precisions 1, 0, 1, 0; recalls 1, 0, 1 and none.
        var one = TopLabels.Report(Table, 1);

        Assert.Equal(0.5, one.Precision, 1e-12);
        Assert.Equal(2.0 / 3, one.Recall, 1e-12);
    }

    [Fact]
    public void SinglePositiveMap_RanksTiesTogether_AsScikitLearn()
    {
        // scores .9 .5 .5 .1, truth 0 1 0 1: at .5 one of three, at .1 two of four -> (1/3 + 2/4) / 2, whatever the order.
        const double Expected = (1.0 / 3 + 2.0 / 4) / 2;
        Assert.Equal(Expected, AveragePrecision.Of([0.9f, 0.5f, 0.5f, 0.1f], TruthText.Parse("0 1 0 1"), TieRule.Together)!.Value, 1e-12);
        Assert.Equal(Expected, AveragePrecision.Of([0.9f, 0.5f, 0.5f, 0.1f], TruthText.Parse("0 0 1 1"), TieRule.Together)!.Value, 1e-12);
        Assert.Equal((1.0 / 2 + 2.0 / 4) / 2, AveragePrecision.Of([0.9f, 0.5f, 0.5f, 0.1f], TruthText.Parse("0 1 0 1"))!.Value, 1e-12);
    }

    [Fact]
    public void TiesTogether_LeaveUnknownSamplesOut() =>
        Assert.Equal(1.0 / 2, AveragePrecision.Of([0.5f, 0.5f, 0.5f], TruthText.Parse("1 ? 0"), TieRule.Together)!.Value, 1e-12);

    [Fact]
    public void WithoutTies_BothRulesAgree()
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 200).Select(index => index + (float)random.NextDouble() / 2).OrderBy(_ => random.Next()).ToArray();
        var truth = scores.Select(_ => random.NextDouble() < 0.2 ? Truth.Present : Truth.Absent).ToArray();

        Assert.Equal(AveragePrecision.Of(scores, truth)!.Value, AveragePrecision.Of(scores, truth, TieRule.Together)!.Value, 1e-12);
    }

    [Fact]
    public void WhatIsUnknown_CountsInNoFigure()
    {
        var hidden = Make(["a", "b"], ([3, 1], "1 ?"), ([2, 9], "0 ?"), ([1, 5], "1 ?"), ([8, 7], "? ?"));
        var report = Evaluator.Report(hidden, [(0.5, false), (0.5, false)], new EvaluationRules(), () => 0.5);

        Assert.Equal((1.0 + 2.0 / 3) / 2, report.Map!.Value, 1e-12);
        Assert.Equal([2L, 0L], report.Labels.Select(label => label.Positives));
        Assert.Equal([1L, 0L], report.Labels.Select(label => label.Negatives));
        Assert.Equal(2.0 * 2 / (2 * 2 + 1), report.F1At3, 1e-12); // a is said of three known samples and holds on two
        Assert.Equal(2.0 / 3, report.TopLabels[0].Precision, 1e-12);
        Assert.Equal(1, report.TopLabels[0].Recall);
    }

    private static EvaluationReport Report(EvaluationRules rules) =>
        Evaluator.Report(Table, [.. Table.Labels.Select(_ => (0.5, true))], rules, () => 0.5);

    private static EvaluationTable Make(string[] labels, params (float[] Scores, string Truth)[] samples)
    {
        var table = new EvaluationTable(labels);
        foreach (var (index, (scores, truth)) in samples.Index())
        {
            table.BeginImage($"{index}");
            table.Add(scores, scores, TruthText.Parse(truth));
        }

        return table;
    }
}
