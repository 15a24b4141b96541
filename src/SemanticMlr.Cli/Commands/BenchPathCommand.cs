using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Inference;
using SemanticMlr.Simulation;
using Spectre.Console;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench path</c>: what a frame costs beside decoding and the model.</summary>
internal static class BenchPathCommand
{
    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle.", DefaultValueFactory = _ => "models/pcb-defects" };
        var scene = new Option<string>("--simulate") { Description = $"What the pictures show: {string.Join(", ", SceneCatalog.Names)}.", DefaultValueFactory = _ => "pcb" };
        var regions = new Option<string>("--regions") { Description = "Regions of a frame: whole, or a grid as 3x3.", DefaultValueFactory = _ => "whole" };
        var rate = new Option<double>("--rate") { Description = "Frames a second; the machine must keep up with them.", DefaultValueFactory = _ => 30 };
        var stay = new Option<int>("--stay") { Description = "Frames for which a picture stays before the next one.", DefaultValueFactory = _ => 60 };
        var rounds = new Option<int>("--rounds") { Description = "Measurements.", DefaultValueFactory = _ => 6 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds before the first: pools fill, code is compiled.", DefaultValueFactory = _ => 40 };
        var provider = new Option<ExecutionProvider?>("--provider") { Description = "The execution provider that must run; otherwise the best that works." };
        var json = new Option<bool>("--json") { Description = "One line of JSON on stdout." };
        OptionRules.Check(rate, value => value is >= 0.1 and <= 1_000, "must be from 0.1 to 1000");
        OptionRules.Check(stay, value => value >= 1, "must be at least 1");
        OptionRules.Check(rounds, value => value is >= 1 and <= 1_000, "must be from 1 to 1000");
        OptionRules.Check(seconds, value => value is >= 0.5 and <= 600, "must be from 0.5 to 600");
        OptionRules.Check(warmUp, value => value is >= 0 and <= 3_600, "must be from 0 to 3600");
        OptionRules.Check(scene, value => SceneCatalog.Names.Contains(value), $"must be one of {string.Join(", ", SceneCatalog.Names)}");
        var command = new Command("path", "Measures what a frame of 1080 lines costs beside decoding and the model: time, and managed memory of the whole process, with the agent as it is shipped.")
        {
            bundle, scene, regions, rate, stay, rounds, seconds, warmUp, provider, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new BenchSettings(
                result.GetValue(bundle)!, result.GetValue(regions)!, result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds)), Video: null)
            {
                Provider = result.GetValue(provider),
                Publishing = DetectionPublishing.OnChange,
                WarmUp = TimeSpan.FromSeconds(result.GetValue(warmUp)),
            };
            try
            {
                var report = await new PathBench(
                    settings, result.GetValue(scene)!, result.GetValue(rate), result.GetValue(stay), TimeProvider.System, Console.Error).RunAsync(cancellationToken);
                Print(report, result.GetValue(json));
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is BundleException or ExecutionProviderException or InvalidOperationException or IOException or Microsoft.Extensions.Options.OptionsValidationException)
            {
                await Console.Error.WriteLineAsync($"mlr bench path: {exception.Message}");
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    private static void Print(PathReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.PathReport));
            return;
        }

        var table = new Table()
            .Title(Markup.Escape($"{report.Bundle} on {report.Provider}, {report.Processors} processors, {report.Regions} regions of 1920 x 1080 at {Number(report.Rate)} frames/s"))
            .AddColumns("figure", "median", "min .. max");
        table.AddRow("managed bytes a frame, whole process", Number(report.BytesPerFrame.Median), $"{Number(report.BytesPerFrame.Min)} .. {Number(report.BytesPerFrame.Max)}");
        table.AddRow("managed bytes a second", Number(report.BytesPerSecond.Median), $"{Number(report.BytesPerSecond.Min)} .. {Number(report.BytesPerSecond.Max)}");
        table.AddRow("all but decoding and model, ms", Number(report.Path), "");
        table.AddRow("  resize, ms (p50; p95, p99)", Number(report.Resize.P50), Tail(report.Resize));
        table.AddRow("  decisions, JSON, outbox, ms (p50; p95, p99)", Number(report.HandOver.P50), Tail(report.HandOver));
        table.AddRow("cosine of features, against antialiased bicubic", Share(report.ResizeCosine.Median), $"{Share(report.ResizeCosine.Min)} .. {Share(report.ResizeCosine.Max)}");
        table.AddRow("model, ms", Number(report.Model), "");
        table.AddRow("frames; replaced; detections; collections", $"{report.Frames}; {report.Dropped}; {report.Detections}; {report.Collections}", "");
        AnsiConsole.Write(table);
    }

    private static string Tail(Percentiles times) => $"{Number(times.P95)}, {Number(times.P99)}";

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
