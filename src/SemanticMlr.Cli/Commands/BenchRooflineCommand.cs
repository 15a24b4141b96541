using System.CommandLine;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Rooflines;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench roofline</c>, also written <c>mlr bench --roofline</c>: what the processor can do, and what encoders make of it.</summary>
internal static class BenchRooflineCommand
{
    private const int Frames = 16;

    public static Command Create()
    {
        var arguments = new EncoderBenchArguments(rounds: 5, seconds: 0.3, onlyProcessor: "its limit is what is measured");
        var models = new Option<string[]>("--model") { Description = $"Encoders: {EncoderBenchArguments.ModelNote}.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var bundle = new Option<string?>("--bundle") { Description = "Folder of a bundle whose encoder is measured; models/pcb-defects where neither it nor a model is named." };
        var square = new Option<int>("--square") { Description = "Side of the square product whose speed is the peak.", DefaultValueFactory = _ => 2048 };
        var megabytes = new Option<int>("--megabytes") { Description = "Size of the array that is copied.", DefaultValueFactory = _ => 256 };
        OptionRules.Check(square, value => value is >= 16 and <= 16_384, "must be 16 to 16384");
        OptionRules.Check(megabytes, value => value is >= 1 and <= 16_384, "must be 1 to 16384");
        var command = new Command("roofline", "Measures what the processor can do (products of matrices in fp32 and int8, memory) and each encoder's share of it. Also written: mlr bench --roofline.")
        {
            models, bundle, square, megabytes,
        };
        arguments.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                using var subjects = new EncoderSubjects();
                var named = result.GetValue(models)!;
                var chosen = EncoderBenchArguments.Subjects(subjects, named, result.GetValue(bundle) ?? (named.Length == 0 ? "models/pcb-defects" : null));
                var options = new RooflineOptions
                {
                    Encoders = new EncoderBenchmarkOptions
                    {
                        Inference = arguments.Inference(result),
                        Batches = [1],
                        Rounds = arguments.Rounds(result),
                        Duration = arguments.Duration(result),
                        Frames = Frames,
                    },
                    Square = result.GetValue(square),
                    CopyBytes = (long)result.GetValue(megabytes) << 20,
                };
                var (pictures, source) = arguments.Pictures(result, 2 * Frames);
                var report = new RooflineRun(options, arguments.Machine(result), pictures, source, Output.Error).Run(chosen, cancellationToken);
                if (arguments.Json(result))
                {
                    Output.Json(report, EncoderBenchmarkJson.Default.RooflineReport);
                }
                else
                {
                    RooflineOutput.Show(report);
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }
}
