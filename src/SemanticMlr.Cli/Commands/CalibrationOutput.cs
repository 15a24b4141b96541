using System.Globalization;
using SemanticMlr.Evaluation;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Commands;

/// <summary>The calibration file, and what people are told about it.</summary>
internal static class CalibrationOutput
{
    public static void Write(CalibrationReport report, CalibrationKey key) => new CalibrationFile
    {
        Bundle = report.Bundle,
        Head = report.Head,
        EncoderSha256 = key.EncoderSha256,
        HeadSha256 = key.HeadSha256,
        ListHash = key.ListHash,
        Rule = report.Rule,
        Labels = report.Labels.ToDictionary(label => label.Label, label => label.ToEntry(), StringComparer.Ordinal),
    }.Write(report.File);

    public static void Show(CalibrationReport report, RecognitionSnapshot snapshot, bool json)
    {
        if (json)
        {
            Output.Json(report, EvaluationJson.Default.CalibrationReport);
        }
        else
        {
            Output.Table(
                $"{report.Bundle}, head {report.Head}, rule: {report.Rule}, {report.Images} images, {report.Samples} samples",
                ["label", "positives", "threshold", "recall", "precision", "false alarms / 1,000 frames"],
                report.Labels.Select(label => new[]
                {
                    label.Label,
                    label.Positives.ToString(CultureInfo.InvariantCulture),
                    label.Threshold.ToString("F4", CultureInfo.InvariantCulture) + (label.Provisional ? " (provisional)" : ""),
                    Text(label.Recall, "F3"),
                    Text(label.Precision, "F3"),
                    Text(label.FalseAlarmsPer1000Frames, "F1"),
                }));
            Console.Out.WriteLine($"Written: {report.File}");
        }

        Output.Error(report.Folds > 0
            ? $"Recall, precision and false alarms are those expected on new frames: counted on {report.Folds} held-out folds, each decided by what was fitted to the others, with 95 % intervals. The same figures on the fitted frames themselves would flatter, and so do these where images of one board lie in several folds (--group-prefix)."
            : "Too few groups of images to hold any out: the figures come from the frames that were fitted and flatter.");
        foreach (var label in snapshot.Table.Labels.Where(label => label.Threshold is not null))
        {
            Output.Error($"Note: label {label.Id} has a threshold of its own in the label list ({label.Threshold}); it goes before the one written here.");
        }
    }

    private static string Text(Rate rate, string format)
    {
        var culture = CultureInfo.InvariantCulture;
        return rate.Value is { } value
            ? $"{value.ToString(format, culture)} ({rate.Low.ToString(format, culture)} to {rate.High.ToString(format, culture)})"
            : "-";
    }
}
