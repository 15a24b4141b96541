using System.Globalization;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>By how much resident memory grows when a head is opened and run: to be measured in a process that did nothing before.</summary>
public static class HeadMemory
{
    private const int Runs = 3;
    private const string Status = "/proc/self/status";

    /// <summary>Opens and runs a head.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="labels">Labels C.</param>
    /// <returns>Bytes by which the resident peak grew: weights, arena and everything else.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static long PeakGrowth(string path, int labels)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Resident memory is read from /proc, which only Linux has.");
        }

        WarmUp();
        var sizes = HeadBenchmark.Sizes(labels);

        // Starts the peak anew (man 5 proc_pid_clear_refs).
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Read("VmRSS:");
        using var session = new HeadSession(path, sizes);
        for (var run = 0; run < Runs; run++)
        {
            session.Run();
        }

        return Read("VmHWM:") - before;
    }

    /// <summary>Loads ONNX Runtime and starts its threads, so that they do not count.</summary>
    private static void WarmUp()
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

    private static long Read(string field)
    {
        var line = File.ReadLines(Status).First(text => text.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[field.Length..^2].Trim(), CultureInfo.InvariantCulture);
    }
}
