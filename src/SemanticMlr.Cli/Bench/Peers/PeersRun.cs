using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>Measures the agent's way from a frame to its embeddings beside other ways, in alternating rounds: same model, frames, threads and size of the encoder's input.</summary>
internal sealed class PeersRun(PeersSettings settings, BenchmarkMachine machine, PeerFrames frames, TextWriter progress)
{
    /// <summary>The encoder's input is the whole frame, stretched: the one way to a square that all contenders have.</summary>
    private readonly ImageSpecification _image = settings.Subject.Image with { Margin = 0, Fit = ImageFit.Stretch };

    private readonly List<ContenderRounds> _peers = [];
    private readonly List<PeerReport> _missing = [];

    /// <summary>The peers, by the names that people choose them by.</summary>
    public static IReadOnlyList<string> Names { get; } = ["tutorial", "opencv-dnn", "mlnet", "node"];

    /// <summary>Runs.</summary>
    /// <exception cref="BundleException">The encoder cannot be run.</exception>
    public async Task<PeersReport> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mlr-bench-");
        var version = $"Microsoft.ML.OnnxRuntime {OrtEnv.Instance().GetVersionString()}";
        Cv2.SetNumThreads(settings.Inference.Threads);
        await using var ours = new AgentContender("agent", version, settings.Subject.Path, _image, settings.Inference, frames);
        await using var session = new BareSession(version, settings.Subject.Path, settings.Inference);
        await using var integer = settings.Integer is { } file ? new AgentContender("agent, int8", version, file, _image, settings.Inference, frames) : null;
        var (agent, bare, quantised) = (new ContenderRounds(ours), new ContenderRounds(session), integer is null ? null : new ContenderRounds(integer));
        try
        {
            var squares = Path.Combine(folder.FullName, "squares");
            var expected = await ExpectAsync(ours, squares, cancellationToken);
            await OpenAsync(folder.FullName, squares, ours, cancellationToken);
            ContenderRounds[] others = quantised is null ? [.. _peers] : [quantised, .. _peers];
            foreach (var other in others)
            {
                await other.CompareAsync(expected, cancellationToken);
            }

            ContenderRounds[] all = [bare, agent, .. others];
            for (var round = 0; round < settings.Rounds; round++)
            {
                await progress.WriteLineAsync($"mlr bench peers: round {round + 1} of {settings.Rounds}");
                for (var turn = 0; turn < all.Length; turn++)
                {
                    await all[(round + turn) % all.Length].RunAsync(settings.Duration, cancellationToken);
                }
            }

            var (own, theirs) = (agent.Report(bare, agent), _peers.Select(peer => peer.Report(bare, agent)).ToArray());
            return new PeersReport(
                machine, settings.Subject.Name, _image.Size, frames.Width, frames.Height, frames.All.Count, settings.Rounds,
                bare.Times, own, quantised?.Report(bare, agent), [.. theirs, .. _missing], theirs.Select(Overhead).DefaultIfEmpty().Min() is > 0 and var least ? Overhead(own) / least : null);
        }
        finally
        {
            foreach (var peer in _peers)
            {
                await peer.Contender.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }
    }

    private static double Overhead(PeerReport report) => (report.OutsideCall ?? report.BeyondBareSession)!.Median;

    private async Task OpenAsync(string folder, string squares, AgentContender ours, CancellationToken cancellationToken)
    {
        var isRgb = _image.Colour == ColourOrder.Rgb;
        var raw = Path.Combine(folder, "frames");
        frames.Write(raw, _image.Colour);
        var setup = new PeerSetup(
            settings.Subject.Path, raw, squares, frames.Width, frames.Height, frames.All.Count, _image.Size, ours.Dimension, ours.Patches, NameOf(_image.Interpolation), settings.Inference.Threads);
        var file = Path.Combine(folder, "setup.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(setup, PeerJson.Default.PeerSetup), cancellationToken);
        foreach (var name in settings.Peers)
        {
            try
            {
                await progress.WriteLineAsync($"mlr bench peers: {name} warms up");
                _peers.Add(new ContenderRounds(name switch
                {
                    "tutorial" => new TutorialContender(setup, frames, isRgb),
                    "opencv-dnn" => new OpenCvContender(setup, frames, isRgb, folder),
                    "mlnet" => await MlNetPeer.StartAsync(file, cancellationToken),
                    _ => await NodePeer.StartAsync(file, settings.Install, progress, cancellationToken),
                }));
            }
            catch (Exception exception) when (exception is PeerUnavailableException or OpenCVException or BundleException)
            {
                _missing.Add(new PeerReport { Name = name, NotAvailable = exception.Message.ReplaceLineEndings(" ").Trim() });
            }
        }
    }

    /// <summary>The agent's embeddings of the frames; its resized pixels go into a file.</summary>
    private async Task<IReadOnlyList<float[]>> ExpectAsync(AgentContender ours, string squares, CancellationToken cancellationToken)
    {
        var expected = new List<float[]>();
        await using var file = File.Create(squares);
        for (var frame = 0; frame < frames.All.Count; frame++)
        {
            expected.Add(await ours.GlobalAsync(frame, cancellationToken));
            file.Write(ours.Square);
        }

        return expected;
    }

    private static string NameOf(ImageInterpolation interpolation) => interpolation switch
    {
        ImageInterpolation.Linear => "linear",
        ImageInterpolation.Cubic => "cubic",
        _ => "area",
    };
}
