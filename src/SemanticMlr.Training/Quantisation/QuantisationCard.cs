using System.Globalization;
using System.Text;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The report as Markdown.</summary>
internal static class QuantisationCard
{
    private const int SensitivitiesShown = 12;

    /// <summary>The whole report.</summary>
    public static string Of(QuantisationReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# Forms of the encoder of {report.Bundle}");
        Line(text, $"");
        Line(text, $"Calibrated ({report.Calibration}) on {report.CalibrationFrames} regions of {report.CalibrationPictures} pictures: {report.CalibrationSource}.");
        Line(text, $"Measured with the head `{report.Head}` on {report.Samples} samples of {report.Pictures} pictures: {report.MeasuredOn}.");
        Line(text, $"Times on {report.Processor}, {(report.Threads == 0 ? "one thread a core" : $"{report.Threads} threads")}, {report.OnnxRuntime}, in turns with fp32, one region a run: median (min .. max).");
        Line(text, $"");
        Line(text, $"| form | MB | mAP | change, points | micro-F1 | change, points | cosine mean | cosine 1 % | ms | times as fast | int8 nodes ran / meant | int8 share of time |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var form in report.Forms)
        {
            Line(text, $"| {form.Precision} {form.Target} | {form.Bytes / 1e6:f2} | {form.Map:f4} | {form.MapChange:f2} | {form.MicroF1:f4} | {form.MicroF1Change:f2} | {form.Cosine.Mean:f4} | {form.Cosine.FirstPercentile:f4} | {Describe(form.Milliseconds)} | {Describe(form.SpeedUp)} | {form.NodesInteger} / {form.NodesMeant} | {form.IntegerTimeShare:f2} |");
        }

        foreach (var form in report.Forms)
        {
            Details(text, form);
        }

        return text.ToString();
    }

    /// <summary>A spread in one cell.</summary>
    public static string Describe(Spread? spread) =>
        spread is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{spread.Median:f2} ({spread.Min:f2} .. {spread.Max:f2})");

    private static void Details(StringBuilder text, FormReport form)
    {
        Line(text, $"");
        Line(text, $"## {form.Precision} {form.Target}");
        Line(text, $"");
        Line(text, $"Verdict: {form.Verdict}.");
        if (form.PatchCosine is { } patches)
        {
            Line(text, $"Cosine of patches: mean {patches.Mean:f4}, first percentile {patches.FirstPercentile:f4}.");
        }

        if (form.Error is { } error)
        {
            Line(text, $"Relative error of the outputs on calibration frames: {error:f4}, without bias correction {form.ErrorWithoutCorrection:f4} ({(form.IsCorrected ? "corrected" : "not corrected: it does not pay")}).");
            Line(text, $"Kept in float, besides the last nodes before the outputs: {(form.KeptFloat.Count == 0 ? "none" : string.Join(", ", form.KeptFloat))}.");
        }

        if (form.Sensitivities.Count > 0)
        {
            Line(text, $"");
            Line(text, $"| most sensitive nodes | operator | relative error of the outputs, this node alone in int8 |");
            Line(text, $"|---|---|---|");
            foreach (var entry in form.Sensitivities.Take(SensitivitiesShown))
            {
                Line(text, $"| {entry.Node} | {entry.Operation} | {entry.Error:f5} |");
            }
        }

        Line(text, $"");
        Line(text, $"| operator that ran | nodes | int8 | share of time |");
        Line(text, $"|---|---|---|---|");
        foreach (var count in form.Ran)
        {
            Line(text, $"| {count.Operation} | {count.Nodes} | {(count.IsInteger ? "yes" : "no")} | {count.TimeShare:f3} |");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
