using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Export;

/// <summary>Calibrates a bundle whose weights saw every image by what models of the same recipe said of boards that they had not seen.</summary>
/// <remarks>Fitted to its own training images a model looks surer than it is, and its thresholds would be too high or too low for the plant.</remarks>
public static class HeldOutCalibration
{
    /// <summary>Writes the calibration file of each head and returns what to expect of each.</summary>
    /// <param name="bundleFolder">The bundle.</param>
    /// <param name="scores">Tiles of every fold.</param>
    /// <param name="groupPrefix">Leading characters of a file name that name its board.</param>
    /// <param name="logger">Told how the bundle was loaded.</param>
    /// <exception cref="BundleException">The bundle cannot be used.</exception>
    public static IReadOnlyList<CalibrationReport> Write(string bundleFolder, IReadOnlyList<TileScore> scores, int groupPrefix, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var bundle = Bundle.Open(bundleFolder);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, logger);
        var labels = model.CreateLabelTable(bundle.Labels);
        return
        [
            Write(model, labels, "mkt", scores, score => score.Mkt, groupPrefix),
            Write(model, labels, "clip", scores, score => score.Clip, groupPrefix),
        ];
    }

    private static CalibrationReport Write(
        RecognitionModel model, LabelTable labels, string head, IReadOnlyList<TileScore> scores, Func<TileScore, IReadOnlyList<float>> logits, int groupPrefix)
    {
        var rule = new ThresholdRule.BestF1();
        var table = new EvaluationTable([.. labels.Labels.Select(label => label.Id)]);
        foreach (var score in scores)
        {
            float[] values = [.. logits(score)];
            table.BeginImage(score.Image);
            table.Add(values, values, [.. score.Truth.Select(holds => holds ? Truth.Present : Truth.Absent)]);
        }

        var outcome = Calibrator.Run(table, rule, groupPrefix);
        var described = CalibrationReport.Describe(table, outcome);
        var key = CalibrationKey.Of(model, labels, head);
        var path = model.Bundle.PathOf(model.Bundle.Manifest.Heads[head].Calibration ?? $"calibration.{head}.json");
        var file = new CalibrationFile
        {
            Bundle = model.Bundle.Identity,
            Head = head,
            EncoderSha256 = key.EncoderSha256,
            HeadSha256 = key.HeadSha256,
            ListHash = key.ListHash,
            Rule = rule.ToString(),
            Labels = described.ToDictionary(label => label.Label, Entry, StringComparer.Ordinal),
        };
        file.Write(path);
        return new CalibrationReport(path, file.Rule, file.Bundle, head, table.Images.Count, table.Samples, outcome.Folds, described);
    }

    private static CalibrationEntry Entry(CalibrationLabelReport label) => new()
    {
        Scale = label.Scale,
        Bias = label.Bias,
        Threshold = label.Threshold,
        Provisional = label.Provisional,
        Positives = (int)label.Positives,
        Negatives = (int)label.Negatives,
        ExpectedRecall = Expected(label.Recall),
        ExpectedFalseAlarms = Expected(label.FalseAlarmsPer1000Frames),
    };

    private static ExpectedRate? Expected(Rate rate) => rate.Value is { } value ? new ExpectedRate(value, rate.Low, rate.High) : null;
}
