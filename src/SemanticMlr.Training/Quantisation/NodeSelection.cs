using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Chooses the nodes that run in int8.</summary>
/// <param name="graph">The graph.</param>
/// <param name="attention">Whether products of two activations are among them.</param>
/// <param name="integers">A tensor that holds integers already, or null.</param>
/// <param name="isCpu">Whether ONNX Runtime runs it on the processor, where grouped convolutions with large kernels are slower in int8 than in float.</param>
internal sealed class NodeSelection(EncoderGraph graph, bool attention, string? integers, bool isCpu)
{
    /// <summary>The largest side of a grouped kernel that ONNX Runtime has int8 code of its own for on the processor.</summary>
    private const int LargestGroupedKernel = 5;

    private static readonly HashSet<string> Combinations = new(StringComparer.Ordinal) { "Add", "AveragePool", "GlobalAveragePool", "Concat" };

    private static readonly HashSet<string> Moves = new(StringComparer.Ordinal)
    {
        "MaxPool", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Resize",
    };

    /// <summary>The nodes in the order of the graph.</summary>
    /// <param name="kept">Names of nodes that stay in float.</param>
    public IReadOnlyList<QuantisedNode> Choose(IReadOnlySet<string> kept)
    {
        var isInteger = new HashSet<string>(StringComparer.Ordinal);
        if (integers is not null)
        {
            isInteger.Add(integers);
        }

        var chosen = new List<QuantisedNode>();
        foreach (var node in graph.Nodes)
        {
            if (!kept.Contains(node.Name) && KindOf(node, isInteger) is { } kind)
            {
                var quantised = new QuantisedNode(node, kind, node.OpType is "Conv" or "Gemm" or "Add" ? ActivationOf(node) : null);
                chosen.Add(quantised);
                if (quantised.GivesIntegers)
                {
                    isInteger.Add(quantised.Output);
                }
            }
        }

        return WithoutDeadEnds(chosen);
    }

    /// <summary>The last nodes with weights before each output: what they give is the embedding, whose precision nothing behind it restores.</summary>
    public IReadOnlySet<string> Projections()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(graph.Outputs);
        while (waiting.TryPop(out var tensor))
        {
            if (!seen.Add(tensor) || graph.Producer(tensor) is not { } node)
            {
                continue;
            }

            if (HasWeights(node))
            {
                found.Add(node.Name);
                continue;
            }

            foreach (var input in node.Input)
            {
                waiting.Push(input);
            }
        }

        return found;
    }

    private bool IsSlowGroup(NodeProto node) =>
        isCpu && node.OpType == "Conv" && node.Integer("group", 1) > 1 && graph.FloatConstant(node.Input[1]) is { } weights && weights.Dims.Skip(2).Any(side => side > LargestGroupedKernel);

    private static bool IsProduct(NodeProto node) => node.OpType is "MatMul" or "Gemm";

    private bool HasWeights(NodeProto node) => node.OpType switch
    {
        "Conv" => graph.FloatConstant(node.Input[1]) is { Dims.Count: >= 3 } && HasReadableBias(node),
        "MatMul" => graph.FloatConstant(node.Input[1]) is { Dims.Count: 2 },
        "Gemm" => graph.FloatConstant(node.Input[1]) is { Dims.Count: 2 } && HasReadableBias(node)
            && Math.Abs(node.Number("alpha", 1) - 1) < float.Epsilon && Math.Abs(node.Number("beta", 1) - 1) < float.Epsilon && node.Integer("transA", 0) == 0,
        _ => false,
    };

    private bool HasReadableBias(NodeProto node) => node.InputAt(2) is not { } bias || graph.FloatConstant(bias) is { Dims.Count: 1 };

    private NodeKind? KindOf(NodeProto node, HashSet<string> isInteger)
    {
        if (IsSlowGroup(node))
        {
            return null;
        }

        if (HasWeights(node))
        {
            return node.OpType == "Conv" ? NodeKind.Convolution : NodeKind.Product;
        }

        if (IsProduct(node))
        {
            var readsActivations = node.OpType == "MatMul" && node.Input.All(input => graph.Constant(input) is null);
            return attention && readsActivations ? NodeKind.ActivationProduct : null;
        }

        if (Combinations.Contains(node.OpType))
        {
            // A pool that counts its border would count the wrong zeros.
            return node.Input.All(isInteger.Contains) && node.Integer("count_include_pad", 0) == 0 ? NodeKind.Combination : null;
        }

        return Moves.Contains(node.OpType) && isInteger.Contains(node.Input[0]) && node.Output.Count == 1 && (node.OpType != "Resize" || node.Text("mode", "nearest") == "nearest")
            ? NodeKind.Move
            : null;
    }

    /// <summary>A rectifier behind a node, where nothing else reads what it rectifies: saturation does its work.</summary>
    private NodeProto? ActivationOf(NodeProto node)
    {
        var next = graph.OnlyConsumer(node.Output[0]);
        return next is { OpType: "Relu" } || (next is { OpType: "Clip" } && next.Input[0] == node.Output[0]
            && next.InputAt(1) is { } low && graph.FloatConstant(low) is { } bound && TensorNumbers.Floats(bound) is [0])
            ? next
            : null;
    }

    /// <summary>Nodes without weights that no int8 node reads would only cost a way to int8 and back.</summary>
    private static List<QuantisedNode> WithoutDeadEnds(List<QuantisedNode> chosen)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<QuantisedNode>();
        foreach (var node in Enumerable.Reverse(chosen))
        {
            if (node.Kind is NodeKind.Convolution or NodeKind.Product or NodeKind.ActivationProduct || read.Contains(node.Output))
            {
                read.UnionWith(node.Activations);
                kept.Add(node);
            }
        }

        kept.Reverse();
        return kept;
    }
}
