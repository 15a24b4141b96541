using System.Text.Json;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What ONNX Runtime really runs: a graph may ask for int8 and get float all the same.</summary>
internal static class ProfiledNodes
{
    /// <summary>They read bytes, but convert or move them only.</summary>
    private static readonly HashSet<string> Movers = new(StringComparer.Ordinal)
    {
        "QuantizeLinear", "DequantizeLinear", "Cast", "Transpose", "Pad", "Reshape", "Slice", "Squeeze", "Unsqueeze", "Flatten", "Resize", "Upsample", "Concat", "Identity",
    };

    /// <summary>Runs a graph under the profiler on the processor.</summary>
    /// <param name="path">What faults call the graph.</param>
    /// <param name="model">The graph.</param>
    /// <param name="frames">What it is run on.</param>
    /// <param name="threads">Threads of the graph.</param>
    public static IReadOnlyList<OperatorCount> Count(string path, ModelProto model, IEnumerable<CalibrationFrame> frames, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("mlr-quantize-");
        try
        {
            string file;
            using (var runner = new GraphRunner(path, model, threads, profile: Path.Combine(folder.FullName, "profile")))
            {
                foreach (var frame in frames)
                {
                    runner.Run(frame.Pixels, [.. runner.Outputs]).Dispose();
                }

                file = runner.EndProfile();
            }

            return Read(File.ReadAllBytes(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads what the profiler wrote.</summary>
    internal static IReadOnlyList<OperatorCount> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = new Dictionary<string, (string Operation, bool IsInteger, double Microseconds)>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty("args", out var details) && details.TryGetProperty("op_name", out var operation)
                && entry.GetProperty("name").GetString() is { } name && name.EndsWith("_kernel_time", StringComparison.Ordinal))
            {
                var time = entry.GetProperty("dur").GetDouble() + (nodes.TryGetValue(name, out var before) ? before.Microseconds : 0);
                nodes[name] = (operation.GetString()!, !Movers.Contains(operation.GetString()!) && ReadsBytes(details), time);
            }
        }

        var all = Math.Max(double.Epsilon, nodes.Values.Sum(node => node.Microseconds));
        return [.. nodes.Values.GroupBy(node => (node.Operation, node.IsInteger))
            .Select(group => new OperatorCount(group.Key.Operation, group.Count(), group.Key.IsInteger, group.Sum(node => node.Microseconds) / all))
            .OrderByDescending(count => count.TimeShare)];
    }

    private static bool ReadsBytes(JsonElement details) =>
        details.TryGetProperty("input_type_shape", out var inputs) && inputs.ValueKind == JsonValueKind.Array
        && inputs.EnumerateArray().Any(input => input.EnumerateObject().Any(type => type.Name is "uint8" or "int8"));
}
