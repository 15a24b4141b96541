using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>Counts the multiply-adds of an encoder for one picture, node by node: Conv, MatMul and Gemm. All else (norms, activations, sums) is left out.</summary>
/// <param name="Nodes">The nodes that were counted, in the order of the graph.</param>
/// <param name="WeightBytes">Bytes of all constants.</param>
public sealed record GraphCost(IReadOnlyList<NodeCost> Nodes, long WeightBytes)
{
    /// <summary>Multiply-adds of all nodes.</summary>
    public long MultiplyAdds => Nodes.Sum(node => node.MultiplyAdds);

    /// <summary>The different matrix products with how often each is computed, the costliest first.</summary>
    public IReadOnlyList<(GemmShape Shape, int Count)> Gemms =>
    [
        .. Nodes.Where(node => node.Gemm is not null).GroupBy(node => node.Gemm!)
            .Select(group => (group.Key, group.Count()))
            .OrderByDescending(entry => entry.Key.MultiplyAdds * entry.Item2),
    ];

    /// <summary>Counts a file.</summary>
    /// <param name="path">The ONNX file of an encoder.</param>
    /// <exception cref="BundleException">It is none, or it cannot be run.</exception>
    public static GraphCost Of(string path) => Of(EncoderGraph.Parse(path, File.ReadAllBytes(path)));

    /// <summary>Counts a graph; it is run once over a black picture, since only that shows all shapes.</summary>
    internal static GraphCost Of(EncoderGraph graph)
    {
        var counted = graph.Nodes.Where(node => node.OpType is "Conv" or "MatMul" or "Gemm").ToArray();
        var shapes = Shapes(graph, counted);
        return new GraphCost(
            [.. counted.Select(node => node.OpType == "Conv" ? Convolution(node, shapes) : Product(node, shapes))],
            graph.Model.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length + sizeof(float) * tensor.FloatData.Count));
    }

    private static Dictionary<string, long[]> Shapes(EncoderGraph graph, NodeProto[] counted)
    {
        var shapes = graph.Model.Graph.Initializer.ToDictionary(tensor => tensor.Name, tensor => tensor.Dims.ToArray(), StringComparer.Ordinal);
        string[] activations = [.. counted.SelectMany(node => node.Input.Take(2).Append(node.Output[0])).Where(name => !shapes.ContainsKey(name)).Distinct(StringComparer.Ordinal)];
        using var runner = new GraphRunner(graph.Path, graph.Model, threads: 0, activations);
        using var values = runner.Run(new byte[graph.Size * graph.Size * 3], activations);
        foreach (var (name, value) in activations.Zip(values))
        {
            shapes[name] = value.GetTensorTypeAndShape().Shape;
        }

        return shapes;
    }

    /// <summary>As a product of the patches under the kernel (im2col) and the weights.</summary>
    private static NodeCost Convolution(NodeProto node, Dictionary<string, long[]> shapes)
    {
        var (weights, output) = (shapes[node.Input[1]], shapes[node.Output[0]]);
        var places = Product(output.AsSpan(2)) * output[0];
        var taps = Product(weights.AsSpan(1));
        var gemm = node.Integer("group", 1) == 1 ? new GemmShape(places, taps, weights[0]) : null;
        return new NodeCost(node.Name, node.OpType, places * taps * weights[0], gemm);
    }

    private static NodeCost Product(NodeProto node, Dictionary<string, long[]> shapes)
    {
        var (left, right, output) = (shapes[node.Input[0]], shapes[node.Input[1]], shapes[node.Output[0]]);
        var sum = node.OpType == "Gemm" && node.Integer("transA", 0) != 0 ? left[0] : left[^1];

        // Weights are shared by all rows in front, which are then the rows of one product.
        var gemm = right.Length <= 2
            ? new GemmShape(Product(output.AsSpan(..^1)), sum, output[^1])
            : new GemmShape(output[^2], sum, output[^1], Product(output.AsSpan(..^2)));
        return new NodeCost(node.Name, node.OpType, gemm.MultiplyAdds, gemm);
    }

    private static long Product(ReadOnlySpan<long> sides)
    {
        var product = 1L;
        foreach (var side in sides)
        {
            product *= side;
        }

        return product;
    }
}
