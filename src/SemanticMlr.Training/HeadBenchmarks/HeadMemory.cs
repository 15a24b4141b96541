using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>By how much resident memory grows when a head is opened and run: to be measured in a process that did nothing before.</summary>
public static class HeadMemory
{
    private const int Runs = 3;

    /// <summary>Opens and runs a head.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="labels">Labels C.</param>
    /// <returns>Bytes by which the resident peak grew: weights, arena and everything else.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static long PeakGrowth(string path, int labels)
    {
        WarmUp();
        return ResidentPeak.Growth(() =>
        {
            using var session = new HeadSession(path, HeadBenchmark.Sizes(labels));
            for (var run = 0; run < Runs; run++)
            {
                session.Run();
            }
        });
    }

    /// <summary>Loads ONNX Runtime and starts its threads, so that they do not count.</summary>
    internal static void WarmUp()
    {
        var graph = new GraphBuilder("warm_up");
        var input = graph.Input("global", TensorProto.Types.DataType.Float, 256, 256);
        graph.Output("logits", graph.Add("Tanh", [graph.Add("MatMul", [input, input])]), 256, 256);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, graph.ToBytes());
            using var session = new HeadSession(path, new Dictionary<string, int>());
            session.Run();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
