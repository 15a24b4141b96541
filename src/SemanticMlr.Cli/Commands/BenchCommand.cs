using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using Spectre.Console;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench</c>: what the agent reaches on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle.", DefaultValueFactory = _ => "models/pcb-defects" };
        var regions = new Option<string>("--regions") { Description = "Regions of a frame: whole, or a grid as 3x3.", DefaultValueFactory = _ => "3x3" };
        var rounds = new Option<int>("--rounds") { Description = "Pairs of bare loop and agent.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 4 };
        var video = new Option<string?>("--video") { Description = "A video file; by default one is made from simulated boards." };
        var provider = new Option<ExecutionProvider?>("--provider") { Description = "The execution provider that must run; otherwise the best that works." };
        var cameras = BenchCamerasCommand.CreateCounts();
        cameras.Description += " Frames lie in memory; 'mlr bench cameras' has more choices.";
        var json = new Option<bool>("--json") { Description = "One line of JSON on stdout." };
        rounds.Validators.Add(result => Require(result, result.GetValue(rounds) is >= 1 and <= 1_000, "--rounds must be from 1 to 1000."));
        seconds.Validators.Add(result => Require(result, result.GetValue(seconds) is >= 0.5 and <= 600, "--seconds must be from 0.5 to 600."));
        var command = new Command("bench", "Measures the agent against a bare loop over the same sessions, with video decoding, and the age of its messages.")
        {
            bundle, regions, rounds, seconds, video, provider, cameras, json,
        };
        command.Subcommands.Add(BenchBacklogCommand.Create());
        command.Subcommands.Add(BenchCamerasCommand.Create());
        command.Subcommands.Add(BenchFormsCommand.Create());
        command.Subcommands.Add(BenchLabelsCommand.Create());
        command.Subcommands.Add(BenchModelCommand.Create());
        command.Subcommands.Add(BenchOutboxCommand.Create());
        command.Subcommands.Add(BenchPathCommand.Create());
        command.Subcommands.Add(BenchPeersCommand.Create());
        command.Subcommands.Add(BenchRooflineCommand.Create());
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new BenchSettings(
                result.GetValue(bundle)!, result.GetValue(regions)!, result.GetValue(rounds),
                TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(video))
            {
                Provider = result.GetValue(provider),
            };
            if (result.GetValue(cameras) is { Length: > 0 } counts)
            {
                return await BenchCamerasCommand.RunAsync(
                    settings, new CamerasSettings(counts, CameraSourceKind.Memory, Rate: 0, Addresses: [], SlowCamera.None), result.GetValue(json), cancellationToken);
            }

            try
            {
                var report = await new BenchRun(settings, TimeProvider.System, Console.Error).RunAsync(cancellationToken);
                Print(report, result.GetValue(json));
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is BundleException or ExecutionProviderException or InvalidOperationException or Microsoft.Extensions.Options.OptionsValidationException)
            {
                await Console.Error.WriteLineAsync($"mlr bench: {exception.Message}");
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    private static void Require(System.CommandLine.Parsing.OptionResult result, bool condition, string message)
    {
        if (!condition)
        {
            result.AddError(message);
        }
    }

    private static void Print(BenchReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.BenchReport));
            return;
        }

        var table = new Table()
            .Title(Markup.Escape($"{report.Bundle} on {report.Provider}, {report.Processors} processors, {report.Regions} regions a frame"))
            .AddColumns("figure", "median", "min .. max");
        Row(table, "bare loop, frames/s", report.BareFps);
        Row(table, "agent on frames in memory, frames/s", report.AgentFps);
        Row(table, "agent / bare loop", report.Ratio);
        var stages = report.Stages;
        table.AddRow("a frame in memory, ms (p50): resize; encoder; head", $"{Number(stages.Preprocess)}; {Number(stages.Encode)}; {Number(stages.Head)}", "");
        table.AddRow("  hand over; between frames", $"{Number(stages.HandOver)}; {Number(stages.Between)}", "");
        table.AddRow("agent on a video file, frames/s (/ bare loop)", report.VideoFps is null ? "-" : $"{Number(report.VideoFps.Value)} ({Number(report.VideoRatio!.Value)})", "");
        table.AddRow("age at 10 frames/s, ms (p50; p99)", Number(report.Age.P50), Number(report.Age.P99));
        table.AddRow("age beyond model time, ms (p50)", Number(report.Age.BeyondModel), $"model {Number(report.Age.ModelP50)}");
        table.AddRow("managed bytes a frame", Number(report.BytesPerFrame), "");
        AnsiConsole.Write(table);
    }

    private static void Row(Table table, string name, Spread spread) =>
        table.AddRow(Markup.Escape(name), Number(spread.Median), $"{Number(spread.Min)} .. {Number(spread.Max)}");

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
