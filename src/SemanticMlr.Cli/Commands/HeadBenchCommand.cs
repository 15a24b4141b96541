using System.CommandLine;
using System.Globalization;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.HeadBenchmarks;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr head bench</c>: time of heads beside a ViT-B/16, and the memory that they need, with random weights.</summary>
internal static class HeadBenchCommand
{
    public static Command Create()
    {
        var heads = new Option<string[]>("--head")
        {
            Description = $"Heads, of {string.Join(", ", HeadBenchmark.Heads)}.",
            DefaultValueFactory = _ => ["clip", "mkt", "sigrl+"],
            AllowMultipleArgumentsPerToken = true,
        };
        heads.AcceptOnlyFromAmong([.. HeadBenchmark.Heads]);
        var labels = new Option<int>("--labels") { Description = "Labels C.", DefaultValueFactory = _ => 1000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; in each, every graph runs three times and the middle time counts. 0 measures memory only.", DefaultValueFactory = _ => 7 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var memory = new Option<string?>("--memory-of") { Description = "Measure the memory of one file in this process.", Hidden = true };
        OptionRules.Check(labels, value => value is >= 1 and <= 10_000, "must be from 1 to 10000");
        OptionRules.Check(rounds, value => value is >= 0 and <= 1_000, "must be from 0 to 1000");
        var command = new Command("bench", "Times heads against a ViT-B/16 on the CPU and measures their memory; random weights, 196 patches of length 512.")
        {
            heads, labels, rounds, json, memory,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(memory) is { } file)
            {
                Console.Out.WriteLine(HeadMemory.PeakGrowth(file, result.GetValue(labels)).ToString(CultureInfo.InvariantCulture));
                return ExitCodes.Done;
            }

            var report = await Run(result.GetValue(heads)!, result.GetValue(labels), result.GetValue(rounds), cancellationToken);
            if (result.GetValue(json))
            {
                Output.Json(report, CliJson.Default.HeadBenchReport);
            }
            else
            {
                Show(report);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<HeadBenchReport> Run(string[] heads, int labels, int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mlr-head-bench-");
        try
        {
            var paths = new List<string>();
            var memory = new List<long>();
            foreach (var (index, head) in heads.Index())
            {
                paths.Add(Path.Combine(folder.FullName, $"{index}.onnx"));
                HeadBenchmark.Write(head, paths[^1]);
                memory.Add(await MemoryOf(paths[^1], labels, cancellationToken));
            }

            var times = rounds == 0 ? [] : HeadBenchmark.Time(paths, labels, rounds, round => Output.Error($"round {round} of {rounds}"), cancellationToken);
            return new HeadBenchReport(
                labels,
                Environment.ProcessorCount,
                SpreadOf(times.Select(round => round.Encoder)),
                [
                    .. heads.Select((head, index) => new HeadBenchRow(
                        head,
                        SpreadOf(times.Select(round => round.Heads[index])),
                        SpreadOf(times.Select(round => round.Heads[index] / round.Encoder)),
                        memory[index])),
                ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>In a child process: this one has libtorch and graphs of its own in memory.</summary>
    private static Task<long> MemoryOf(string path, int labels, CancellationToken cancellationToken) =>
        ChildFigure.ReadAsync(["head", "bench", "--memory-of", path, "--labels", labels.ToString(CultureInfo.InvariantCulture)], cancellationToken);

    private static void Show(HeadBenchReport report)
    {
        Output.Table(
            $"{report.Labels} labels on {report.Processors} processors, median (min .. max) over rounds",
            ["graph", "milliseconds", "share of ViT-B/16", "memory, MB"],
            report.Heads
                .Select(row => new[] { row.Head, Describe(row.Milliseconds, "0.0"), Describe(row.Ratio, "0.000"), Number(row.MemoryBytes / 1e6, "0.0") })
                .Prepend(["ViT-B/16", Describe(report.Encoder, "0.0"), "", ""]));
    }

    private static Spread? SpreadOf(IEnumerable<double> values) => values.Any() ? Spread.Of(values) : null;

    private static string Describe(Spread? spread, string format) => spread is null
        ? "-"
        : $"{Number(spread.Median, format)} ({Number(spread.Min, format)} .. {Number(spread.Max, format)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
