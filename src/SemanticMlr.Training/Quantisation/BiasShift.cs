using SemanticMlr.Training.Onnx;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Bias correction (Nagel et al. 2019): how far the mean of what a node gives moves, for each channel, when its weights and inputs become integers.</summary>
/// <remarks>Each node is looked at by itself: the rest of the graph stays in float, so that corrections do not add up.</remarks>
internal static class BiasShift
{
    /// <summary>What to add to the bias of each node, one number a channel.</summary>
    /// <param name="graph">The float graph.</param>
    /// <param name="chosen">The nodes that run in int8.</param>
    /// <param name="writer">Writes how they read integers; used for nothing else.</param>
    /// <param name="frames">The calibration frames.</param>
    /// <param name="threads">Threads of the graph.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    public static IReadOnlyDictionary<string, float[]> Measure(
        EncoderGraph graph, IReadOnlyList<QuantisedNode> chosen, QdqWriter writer, CalibrationFrames frames, int threads, CancellationToken cancellationToken)
    {
        var weighted = chosen.Where(node => node.Kind is NodeKind.Convolution or NodeKind.Product).ToArray();
        var sides = weighted.Select(node =>
        {
            var side = writer.Reading(node);
            (side.Name, side.Output[0]) = ($"{node.Name}:side", $"{node.Name}:side");
            return side;
        }).ToArray();
        var model = GraphEdits.With(graph.Model, [.. graph.Nodes, .. writer.Parts.Nodes, .. sides], writer.Parts.Constants);
        string[] outputs = [.. weighted.Select(node => node.Node.Output[0]), .. sides.Select(side => side.Output[0])];
        using var runner = new GraphRunner(graph.Path, model, threads, outputs);
        var sums = new double[weighted.Length][];
        foreach (var frame in frames.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var values = runner.Run(frame.Pixels, outputs);
            for (var node = 0; node < weighted.Length; node++)
            {
                long[] shape = values[node].GetTensorTypeAndShape().Shape;
                var axis = weighted[node].Kind == NodeKind.Convolution ? 1 : shape.Length - 1;
                sums[node] ??= new double[shape[axis]];
                Add(sums[node], values[node].GetTensorDataAsSpan<float>(), values[weighted.Length + node].GetTensorDataAsSpan<float>(), shape, axis);
            }
        }

        return weighted.Zip(sums).ToDictionary(
            pair => pair.First.Name, pair => pair.Second.Select(sum => (float)(sum / frames.All.Count)).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Adds the mean difference of each channel.</summary>
    internal static void Add(double[] sums, ReadOnlySpan<float> wanted, ReadOnlySpan<float> found, ReadOnlySpan<long> shape, int axis)
    {
        var inner = 1;
        for (var after = axis + 1; after < shape.Length; after++)
        {
            inner *= (int)shape[after];
        }

        var share = (double)sums.Length / wanted.Length;
        for (var index = 0; index < wanted.Length; index++)
        {
            sums[index / inner % sums.Length] += ((double)wanted[index] - found[index]) * share;
        }
    }
}
