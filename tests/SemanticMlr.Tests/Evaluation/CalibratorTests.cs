using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class CalibratorTests
{
    [Fact]
    public void Run_ExpectsOnHeldOutImages_WhatTheRuleAskedFor()
    {
        var table = CalibrationFitTests.Simulate(images: 4_000, (2.0, -1.0));

        var outcome = Calibrator.Run(table, new ThresholdRule.Recall(0.95), groupPrefix: 0);

        Assert.Equal(5, outcome.Folds);
        Assert.Equal(0.95, outcome.Expected[0].Recall!.Value, 0.02);
        Assert.Equal(4_000, outcome.Expected[0].Positives + outcome.Expected[0].Negatives);
        Assert.True(outcome.Fitted[0].Recall >= 0.95);
    }

    [Fact]
    public void Run_OfChance_DoesNotPromiseWhatItFittedTo()
    {
        var random = new Random(9);
        var table = new EvaluationTable(["a", "b", "c", "d", "e", "f"]);
        for (var image = 0; image < 40; image++)
        {
            table.BeginImage($"{image}");
            table.Add(
                [.. table.Labels.Select(_ => (float)random.NextDouble())],
                new float[6],
                [.. table.Labels.Select(_ => random.NextDouble() < 0.5 ? Truth.Present : Truth.Absent)]);
        }

        var outcome = Calibrator.Run(table, new ThresholdRule.FalseAlarms(0), groupPrefix: 0);

        Assert.Equal(0, outcome.Fitted.Sum(counts => counts.FalseAlarms));
        Assert.InRange(outcome.Expected.Sum(counts => counts.FalseAlarms), 1, 60);
    }

    [Fact]
    public void FalseAlarms_ArePerThousandOfTheImagesThatKnowTheLabel()
    {
        var table = CalibrationFitTests.Table("1 1 0 1 1 0 ? ? ? ? ? ?", [9, 8, 7, 6, 5, -5, 0, 0, 0, 0, 0, 0]);

        var strict = Calibrator.Run(table, new ThresholdRule.FalseAlarms(100), groupPrefix: 12);
        var loose = Calibrator.Run(table, new ThresholdRule.FalseAlarms(170), groupPrefix: 12);

        Assert.Equal(0, strict.Fitted[0].FalseAlarms);
        Assert.Equal(1, loose.Fitted[0].FalseAlarms);
        Assert.Equal(1000 / 6.0, CalibrationReport.Describe(table, loose with { Expected = loose.Fitted })[0].FalseAlarmsPer1000Frames.Value!.Value, 1e-9);
    }

    [Fact]
    public void Run_WithOneGroup_SaysThatNothingWasHeldOut()
    {
        var table = CalibrationFitTests.Simulate(images: 50, (2.0, 0.0));

        var outcome = Calibrator.Run(table, new ThresholdRule.BestF1(), groupPrefix: 1);

        Assert.Equal(0, outcome.Folds);
        Assert.Equal(outcome.Fitted, outcome.Expected);
    }

    [Fact]
    public void Split_KeepsGroupsTogether_AndFoldsEven()
    {
        string[] images = [.. Enumerable.Range(0, 100).Select(index => $"images/{index / 10:D5}{index % 10:D3}.jpg")];

        var folds = FoldSplit.Split(images, folds: 5, groupPrefix: 5);

        Assert.All(folds.Index().GroupBy(image => image.Index / 10), group => Assert.Single(group.Select(image => image.Item).Distinct()));
        Assert.All(folds.GroupBy(fold => fold), fold => Assert.Equal(20, fold.Count()));
    }

    [Fact]
    public void MapBootstrap_SurroundsTheFigure()
    {
        var table = CalibrationFitTests.Simulate(images: 500, (2.0, 0.0));
        var random = new Random(1);

        var interval = MapBootstrap.Of(table, new EvaluationRules(), random.NextDouble)!.Value;
        var map = AveragePrecision.Of(table.Logits(0), table.TruthOf(0))!.Value;

        Assert.InRange(map, interval.Low, interval.High);
        Assert.InRange(interval.High - interval.Low, 0.005, 0.1);
    }
}
