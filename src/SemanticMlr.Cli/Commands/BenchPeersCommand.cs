using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Cli.Bench.Peers;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench peers</c>, also written <c>mlr bench --peers</c>: the agent's way from a frame to its embeddings beside those of others.</summary>
internal static class BenchPeersCommand
{
    public static Command Create()
    {
        var arguments = new EncoderBenchArguments(rounds: 7, seconds: 2, onlyProcessor: "all peers run there");
        var model = new Option<string?>("--model") { Description = $"The encoder, instead of a bundle's: {EncoderBenchArguments.ModelNote}." };
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle whose encoder all run; its int8 form is measured beside, where it has one.", DefaultValueFactory = _ => "models/pcb-defects" };
        var peers = new Option<string[]>("--peer") { Description = "Which peers.", DefaultValueFactory = _ => [.. PeersRun.Names], AllowMultipleArgumentsPerToken = true };
        var frames = new Option<int>("--frames") { Description = "Different frames.", DefaultValueFactory = _ => 8 };
        var size = new Option<string>("--frame-size") { Description = "Columns and rows of a frame.", DefaultValueFactory = _ => "1920x1080" };
        var offline = new Option<bool>("--no-install") { Description = "Install no packages: a peer whose packages are missing is left out." };
        peers.AcceptOnlyFromAmong([.. PeersRun.Names]);
        OptionRules.Check(frames, value => value is >= 1 and <= 1_000, "must be 1 to 1000");
        OptionRules.Check(size, value => FrameSize(value) is not null, "must be columns x rows, as 1920x1080, each 16 to 8192");
        var command = new Command("peers", "Measures the agent's way from a decoded frame to its embeddings beside OpenCV DNN, ML.NET, onnxruntime-node and a tutorial's loop: same model, frames and threads. Also written: mlr bench --peers.")
        {
            model, bundle, peers, frames, size, offline,
        };
        arguments.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.Run(
            async () =>
            {
                using var subjects = new EncoderSubjects();
                var opened = result.GetValue(model) is null ? Bundle.Open(result.GetValue(bundle)!) : null;
                var settings = new PeersSettings(
                    opened is null ? subjects.Find(result.GetValue(model)!) : EncoderSubjects.OfBundle(opened),
                    opened is null ? null : EncoderSubjects.IntegerOf(opened),
                    arguments.Inference(result),
                    [.. result.GetValue(peers)!.Distinct()],
                    arguments.Rounds(result),
                    arguments.Duration(result),
                    !result.GetValue(offline));
                var (width, height) = FrameSize(result.GetValue(size))!.Value;
                using var decoded = PeerFrames.Read(arguments.Pictures(result, result.GetValue(frames)).Pictures, result.GetValue(frames), width, height);
                return await MeasureAsync(new PeersRun(settings, arguments.Machine(result), decoded, Console.Error), arguments.Json(result), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> MeasureAsync(PeersRun run, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var report = await run.RunAsync(cancellationToken);
            if (json)
            {
                Output.Json(report, BenchJson.Default.PeersReport);
            }
            else
            {
                PeersOutput.Show(report);
            }

            return ExitCodes.Done;
        }
        catch (PeerUnavailableException exception)
        {
            Output.Error($"A peer failed while it was measured: {exception.Message}");
            return ExitCodes.CheckFailed;
        }
    }

    private static (int Width, int Height)? FrameSize(string? text) =>
        text?.Split('x') is [var width, var height] && Side(width) is { } columns && Side(height) is { } rows ? (columns, rows) : null;

    private static int? Side(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var side) && side is >= 16 and <= 8192 ? side : null;
}
