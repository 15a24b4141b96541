using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr quantize</c>: makes int8 and fp16 forms of a bundle's encoder, measures them, and lets in what is good enough and faster.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        var options = new QuantizeOptions();
        var command = new Command(
            "quantize", "Makes int8 and fp16 forms of a bundle's encoder in a new folder, and measures each against fp32; exit code 1 where a form was left out.");
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                var bundle = Bundles.Bundle.Open(result.GetRequiredValue(options.Bundle));
                var run = new QuantisationRun(
                    bundle, result.GetRequiredValue(options.Out), options.Pictures(result, bundle), options.RunOptions(result), new StderrLogger(LogLevel.Error));
                var report = run.Run(Output.Error, cancellationToken);
                if (result.GetValue(options.Json))
                {
                    Output.Json(report, QuantisationJson.Default.QuantisationReport);
                }
                else
                {
                    Show(report);
                }

                return report.Forms.All(form => form.Entered) ? ExitCodes.Done : ExitCodes.CheckFailed;
            },
            cancellationToken));
        return command;
    }

    private static void Show(QuantisationReport report)
    {
        Output.Table(
            $"{report.Bundle}: {report.Samples} samples, {report.Processor}",
            ["form", "MB", "mAP", "change", "micro-F1", "change", "cosine", "1 %", "ms", "times as fast", "int8 nodes"],
            report.Forms.Select(form => new[]
            {
                $"{form.Precision} {form.Target}",
                Number(form.Bytes / 1e6, "f2"),
                Number(form.Map, "f4"),
                Number(form.MapChange, "f2"),
                Number(form.MicroF1, "f4"),
                Number(form.MicroF1Change, "f2"),
                Number(form.Cosine.Mean, "f4"),
                Number(form.Cosine.FirstPercentile, "f4"),
                Number(form.Milliseconds.Median, "f2"),
                form.SpeedUp is { } ratio ? $"{Number(ratio.Median, "f2")} ({Number(ratio.Min, "f2")} .. {Number(ratio.Max, "f2")})" : "-",
                $"{form.NodesInteger} of {form.NodesMeant}",
            }));
        foreach (var form in report.Forms.Skip(1))
        {
            Console.Out.WriteLine($"{form.Precision} {form.Target}: {form.Verdict}.");
        }
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
