using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench cameras</c>: what the agent reaches with ever more cameras.</summary>
internal static class BenchCamerasCommand
{
    private const int MostCameras = 64;

    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle.", DefaultValueFactory = _ => "models/pcb-defects" };
        var counts = CreateCounts();
        counts.DefaultValueFactory = _ => [1, 2, 4, 8, 16];
        var source = new Option<CameraSourceKind>("--source") { Description = "Where frames come from: sim, memory (decoded, as many as are taken) or rtsp.", DefaultValueFactory = _ => CameraSourceKind.Sim };
        var rate = new Option<double>("--rate") { Description = "Frames a second of each camera; 0 takes 10 for sim, the camera's own rate for rtsp, and as many as are taken for memory." };
        var addresses = new Option<string[]>("--rtsp") { Description = "Address of a network camera; given more than once, cameras take them in turn.", DefaultValueFactory = _ => [] };
        var slow = new Option<SlowCamera>("--slow") { Description = "Measures what one more camera costs the others: second (a frame a second) or hang (it stops giving frames and is opened again).", DefaultValueFactory = _ => SlowCamera.None };
        var regions = new Option<string>("--regions") { Description = "Regions of a frame: whole, or a grid as 3x3.", DefaultValueFactory = _ => "3x3" };
        var rounds = new Option<int>("--rounds") { Description = "Measurements of each number of cameras.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 4 };
        var provider = new Option<ExecutionProvider?>("--provider") { Description = "The execution provider that must run; otherwise the best that works." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        OptionRules.Check(rate, value => value is >= 0 and <= 1_000, "must be from 0 to 1000");
        OptionRules.Check(rounds, value => value is >= 1 and <= 1_000, "must be from 1 to 1000");
        OptionRules.Check(seconds, value => value is >= 0.5 and <= 600, "must be from 0.5 to 600");
        OptionRules.Check(regions, value => value == NamedRegion.Whole || GridSize.TryParse(value, out _), $"must be whole or rows x columns as 3x3 (at most {GridSize.Limit} each)");
        var command = new Command("cameras", "Measures many cameras in one agent: throughput, fairness, ages and drops; on frames in memory beside a bare loop over the same sessions in runs of the same sizes.")
        {
            bundle, counts, source, rate, addresses, slow, regions, rounds, seconds, provider, json,
        };
        command.Validators.Add(result => CheckAddresses(result, result.GetValue(source), result.GetValue(addresses) ?? []));
        command.SetAction((result, cancellationToken) => RunAsync(
            new BenchSettings(result.GetValue(bundle)!, result.GetValue(regions)!, result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds)), Video: null)
            {
                Provider = result.GetValue(provider),
            },
            new CamerasSettings(result.GetValue(counts)!, result.GetValue(source), result.GetValue(rate), result.GetValue(addresses)!, result.GetValue(slow)),
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    /// <summary>The option <c>--cameras</c>; null where it is not given and has no default.</summary>
    public static Option<int[]?> CreateCounts() => new("--cameras")
    {
        Description = "Numbers of cameras, with commas between them; each is measured by itself.",
        CustomParser = result =>
        {
            var counts = new List<int>();
            foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostCameras)
                {
                    result.AddError($"--cameras expects numbers from 1 to {MostCameras} with commas between them, as 1,2,4,8,16; found '{word}'.");
                    return null;
                }

                counts.Add(count);
            }

            return [.. counts.Distinct()];
        },
    };

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync(BenchSettings settings, CamerasSettings cameras, bool json, CancellationToken cancellationToken)
    {
        try
        {
            using var bench = new CamerasBench(settings, cameras, TimeProvider.System, Console.Error);
            var report = await bench.RunAsync(cancellationToken);
            if (json)
            {
                Output.Json(report, BenchJson.Default.CamerasReport);
            }
            else
            {
                Print(report);
            }

            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is BundleException or ExecutionProviderException or InvalidOperationException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"mlr bench cameras: {exception.Message}");
            return ExitCodes.Usage;
        }
    }

    private static void CheckAddresses(CommandResult result, CameraSourceKind source, string[] addresses)
    {
        if (source == CameraSourceKind.Rtsp && addresses.Length == 0)
        {
            result.AddError("--source rtsp needs the address of a camera: --rtsp rtsp://HOST/PATH.");
        }

        if (source != CameraSourceKind.Rtsp && addresses.Length > 0)
        {
            result.AddError($"--rtsp is for --source rtsp; the source is {source.ToString().ToLowerInvariant()}.");
        }

        if (addresses.Any(address => !CameraAddress.TryParse(address, out var parsed, out _) || parsed.Kind != CameraAddressKind.Rtsp))
        {
            result.AddError("--rtsp expects addresses that begin with rtsp:// or rtsps://."); // may hold a password: not repeated
        }
    }

    private static void Print(CamerasReport report)
    {
        Output.Table(
            $"{report.Bundle} on {report.Provider}, {report.Processors} processors; {report.Source}, {report.Regions}",
            ["cameras", "frames/s", "a camera, least .. most", "fairness", "age p50; p95; p99, ms", "dropped", "regions a run", "/ bare loop"],
            report.Points.Select(point => (string[])
            [
                $"{point.Cameras}",
                Number(point.Fps.Median),
                $"{Number(point.LeastFps)} .. {Number(point.MostFps)}",
                Number(point.Fairness),
                $"{Number(point.Age.P50)}; {Number(point.Age.P95)}; {Number(point.Age.P99)}",
                point.Dropped.Count == 0 ? "none" : string.Join(", ", point.Dropped.Select(pair => $"{pair.Value} {pair.Key}")),
                Number(point.RegionsPerRun),
                Range(point.Ratio),
            ]));
        if (report.Points.Any(point => point.Slow is not null))
        {
            Output.Table(
                $"The others beside one more camera ({report.Slow}), divided by without it",
                ["cameras", "frames/s", "age p50", "age p95"],
                report.Points.Select(point => (string[])[$"{point.Cameras}", Range(point.Slow!.Fps), Range(point.Slow.AgeP50), Range(point.Slow.AgeP95)]));
        }
    }

    private static string Range(Spread? spread) => spread is null ? "-" : $"{Number(spread.Median)} ({Number(spread.Min)} .. {Number(spread.Max)})";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
