using System.CommandLine;
using System.Globalization;
using SemanticMlr.Inference;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench model</c>, also written <c>mlr bench --model NAME</c>: encoders of known shapes in fp32 and int8 beside each other.</summary>
internal static class BenchModelCommand
{
    private const int FewestCalibrating = 8;

    public static Command Create()
    {
        var arguments = new EncoderBenchArguments(rounds: 7, seconds: 2);
        var models = new Option<string[]>("--model") { Description = $"What to measure: {EncoderBenchArguments.ModelNote}.", Required = true, AllowMultipleArgumentsPerToken = true };
        var batches = new Option<int[]>("--batch") { Description = "Pictures of a run; several sizes are measured one after the other.", DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true };
        var frames = new Option<int>("--frames") { Description = "Pictures that embeddings are compared on; a quarter as many calibrate.", DefaultValueFactory = _ => 64 };
        var attention = new Option<bool>("--attention") { Description = "Products of two activations, as in attention, run in int8 too." };
        var memory = new Option<bool>("--memory-only") { Description = "Measure the memory of one file in this process.", Hidden = true };
        OptionRules.Check(batches, value => value is { Length: > 0 } && value.All(batch => batch is >= 1 and <= 256), "must be 1 to 256");
        OptionRules.Check(frames, value => value is >= 2 and <= 10_000, "must be 2 to 10000");
        var command = new Command("model", "Measures encoders in fp32 and int8 beside each other: time, memory, agreement of embeddings, and what really ran in int8. Also written: mlr bench --model NAME.")
        {
            models, batches, frames, attention, memory,
        };
        arguments.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.Run(
            async () =>
            {
                var options = new EncoderBenchmarkOptions
                {
                    Inference = arguments.Inference(result),
                    Batches = result.GetValue(batches)!,
                    Rounds = arguments.Rounds(result),
                    Duration = arguments.Duration(result),
                    Frames = result.GetValue(frames),
                    Attention = result.GetValue(attention),
                };
                if (result.GetValue(memory))
                {
                    Console.Out.WriteLine(EncoderMemory.PeakGrowth(result.GetValue(models)![0], options.Batches[0], options.Inference).ToString(CultureInfo.InvariantCulture));
                    return ExitCodes.Done;
                }

                var report = await MeasureAsync(result, arguments, options, result.GetValue(models)!, cancellationToken);
                if (arguments.Json(result))
                {
                    Output.Json(report, EncoderBenchmarkJson.Default.EncoderBenchmarkReport);
                }
                else
                {
                    EncoderBenchOutput.Show(report);
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static async Task<EncoderBenchmarkReport> MeasureAsync(
        ParseResult result, EncoderBenchArguments arguments, EncoderBenchmarkOptions options, IEnumerable<string> models, CancellationToken cancellationToken)
    {
        using var subjects = new EncoderSubjects();
        var (pictures, source) = arguments.Pictures(result, 2 * options.Frames + FewestCalibrating);
        var benchmark = new EncoderBenchmark(options, pictures, source, (path, batch, token) => WorkingSetAsync(path, batch, options.Inference, token), Output.Error);
        var reports = new List<EncoderReport>();
        foreach (var subject in EncoderBenchArguments.Subjects(subjects, models, bundle: null))
        {
            reports.Add(await benchmark.RunAsync(subject, cancellationToken));
        }

        return new EncoderBenchmarkReport(arguments.Machine(result), source, reports);
    }

    /// <summary>In a child process: this one holds graphs of its own.</summary>
    private static Task<long> WorkingSetAsync(string path, int batch, InferenceOptions inference, CancellationToken cancellationToken) => ChildFigure.ReadAsync(
        ["bench", "model", "--memory-only", "--model", path, "--batch", Text(batch), "--threads", Text(inference.Threads), "--provider", inference.Chain.First().ToString()],
        cancellationToken);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
