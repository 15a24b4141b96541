using System.Diagnostics;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.RandomEncoders;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>Times a head against a ViT-B/16 with random weights, in turns, on the CPU.</summary>
public static class HeadBenchmark
{
    /// <summary>What can be timed: the heads, and the label graphs of <c>sigrl</c> and <c>sigrl+</c>, which run once per label list.</summary>
    public static IReadOnlyList<string> Heads { get; } = ["clip", "mkt", "sigrl", "sigrl+", "gmc", "gmc+"];

    /// <summary>Bytes: a graph is held a few times while it is written.</summary>
    private const long CollectionBudget = 200L << 20;

    /// <summary>Writes a head with random weights for 196 patches of length 512.</summary>
    /// <param name="head">Its name.</param>
    /// <param name="path">The ONNX file.</param>
    public static void Write(string head, string path)
    {
        using var pause = new CollectionPause(budget: CollectionBudget);
        pause.Renew();
        var settings = new HeadSettings(VisionTransformerShape.B16.Dimension);
        using nn.Module module = head switch
        {
            "clip" => new ClipHead(settings),
            "mkt" => new MktHead(settings),
            "sigrl" => new SigrlHead(settings),
            "sigrl+" => new SigrlPlusHead(settings),
            "gmc" => new CompleteLabelGraph(settings.Dimension),
            "gmc+" => new NearestLabelGraph(settings.Dimension),
            _ => throw new ArgumentOutOfRangeException(nameof(head), head, $"known are {string.Join(", ", Heads)}"),
        };
        File.WriteAllBytes(path, module is LabelGraph graph
            ? HeadGraphs.Write(graph)
            : HeadGraphs.Write((MatchingHead)module, new HeadGraphOptions(VisionTransformerShape.B16.Patches) { LabelGraph = true }));
    }

    /// <summary>Milliseconds of encoder and head, a pair a round, after one round that is not counted.</summary>
    /// <param name="paths">Files of heads, as <see cref="Write"/> makes them.</param>
    /// <param name="labels">Labels C.</param>
    /// <param name="rounds">Rounds.</param>
    /// <param name="progress">Told the number of each finished round.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    public static IReadOnlyList<HeadRound> Time(
        IReadOnlyList<string> paths, int labels, int rounds, Action<int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(progress);
        var file = Path.GetTempFileName();
        var sessions = new List<HeadSession>();
        try
        {
            File.WriteAllBytes(file, VisionTransformerGraph.Write(VisionTransformerShape.B16));
            sessions.Add(new HeadSession(file, Sizes(labels)));
            sessions.AddRange(paths.Select(path => new HeadSession(path, Sizes(labels))));
            var all = new List<HeadRound>();
            for (var round = 0; round <= rounds; round++)
            {
                double[] milliseconds = [.. sessions.Select(session => Measure(session, cancellationToken))];
                if (round > 0)
                {
                    all.Add(new HeadRound(milliseconds[0], milliseconds[1..]));
                    progress(round);
                }
            }

            return all;
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
            File.Delete(file);
        }
    }

    internal static Dictionary<string, int> Sizes(int labels) => new() { ["batch"] = 1, ["labels"] = labels };

    /// <summary>The median of three runs.</summary>
    private static double Measure(HeadSession session, CancellationToken cancellationToken)
    {
        var runs = new double[3];
        for (var run = 0; run < runs.Length; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            session.Run();
            runs[run] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(runs);
        return runs[1];
    }
}
