using System.Globalization;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Commands;

/// <summary>The figures of <c>mlr eval</c> for people.</summary>
internal static class EvalOutput
{
    private static readonly string[] Pointing = ["pointing"];

    public static void Show(EvaluationReport report, bool simulated)
    {
        var scored = report.Bundle is { } bundle ? $"{bundle}, head {report.Head}, {report.Images} {(simulated ? "simulated " : "")}images, " : "scores, ";
        Output.Table(
            $"{scored}{report.Samples} samples{(report.Grid is { } grid ? $" ({grid} tiles)" : "")}{(report.LabelSet is { } set ? $", labels {set}" : "")}",
            ["label", "AP", "positives", "precision", "recall", "F1", "threshold", .. report.Pointing is null ? [] : Pointing],
            report.Labels.Select(label => (string[])
            [
                label.Label,
                Share(label.AveragePrecision),
                label.Positives.ToString(CultureInfo.InvariantCulture),
                Share(label.Precision),
                Share(label.Recall),
                Share(label.F1),
                Share(label.Threshold) + (label.Provisional ? " (provisional)" : ""),
                .. report.Pointing is null ? [] : (string[])[Share(label.Pointing)],
            ]));
        var interval = report.MapInterval is { } ends ? FormattableString.Invariant($" (95 % interval {ends.Low:F4} to {ends.High:F4}, images drawn again)") : "";
        var empty = report.Empty == EmptyLabelRule.Zero && report.WithoutPositives.Count > 0 ? $", {report.WithoutPositives.Count} labels without positives counted as 0" : "";
        Console.Out.WriteLine(FormattableString.Invariant($"mAP {Share(report.Map)}{interval}{empty}"));
        Console.Out.WriteLine(FormattableString.Invariant($"micro F1 {report.MicroF1:F4}, macro F1 {report.MacroF1:F4}, F1@3 {report.F1At3:F4}, F1@5 {report.F1At5:F4}"));
        Console.Out.WriteLine("Averaged over samples: " + string.Join(", ", report.TopLabels.Select(best =>
            FormattableString.Invariant($"precision@{best.K} {best.Precision:F4}, recall@{best.K} {best.Recall:F4}"))));
        if (report.Pointing is { } pointing)
        {
            Console.Out.WriteLine(FormattableString.Invariant(
                $"pointing {pointing:F4}: of {report.Labels.Sum(label => label.PointingSamples)} samples with a box whose label was said, the maximum of the heat map lies in a box or within {PointingGame.Tolerance} pixels"));
        }

        if (report.Milliseconds is { } times)
        {
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{times.Total:F1} ms an image on {report.Provider} with {report.Encoder}: {times.Preprocess:F1} preprocess, {times.Encode:F1} encode, {times.Head:F1} head"));
        }

        Remark(report, simulated);
    }

    private static void Remark(EvaluationReport report, bool simulated)
    {
        if (report.WithoutPositives.Count > 0)
        {
            Console.Out.WriteLine($"Without positives: {string.Join(", ", report.WithoutPositives)}");
        }

        string[] withoutNegatives = [.. report.Labels.Where(label => label is { Positives: > 0, Negatives: 0 }).Select(label => label.Label)];
        if (withoutNegatives.Length > 0)
        {
            Console.Out.WriteLine($"Without a sample known not to have the label, so AP and precision say nothing: {string.Join(", ", withoutNegatives)}");
        }

        if (report.Provisional.Count > 0)
        {
            Console.Out.WriteLine(report.Bundle is null
                ? $"F1 at the threshold {Share(report.Labels[0].Threshold)} means little where scores are no probabilities; name one with --threshold."
                : $"Not calibrated, so F1 at the thresholds means little: {string.Join(", ", report.Provisional)}. Run mlr calibrate.");
        }

        if (simulated)
        {
            Console.Out.WriteLine("The images are simulated: the figures say nothing about real ones.");
        }
    }

    private static string Share(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "-";
}
