using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>
/// Makes one node of each activation that exporters write as several: GELU by the error function (Hendrycks and Gimpel 2016, equation 1) and x times the
/// sigmoid of x or of 1.702 x (SiLU, QuickGELU).
/// </summary>
/// <remarks>
/// ONNX Runtime does that by itself in a float graph. In a quantised one every reader of a tensor has a DequantizeLinear of its own, so that it no longer sees that the parts
/// read the same; each part would then run over the whole tensor.
/// </remarks>
internal static class ActivationFold
{
    /// <summary>Where ONNX Runtime's own operators live.</summary>
    public const string Domain = "com.microsoft";

    private const double Tolerance = 1e-3;

    /// <summary>The folded graph; the graph itself where it holds no such activation.</summary>
    /// <param name="graph">The graph; stays as it is.</param>
    public static EncoderGraph Apply(EncoderGraph graph)
    {
        var (folded, parts) = (new Dictionary<string, NodeProto>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in graph.Nodes)
        {
            if ((node.OpType switch { "Erf" => ErrorFunction(graph, node), "Sigmoid" => Sigmoid(graph, node), _ => null }) is var (last, one, others))
            {
                folded.Add(last.Name, one);
                parts.UnionWith(others.Select(other => other.Name));
            }
        }

        if (folded.Count == 0)
        {
            return graph;
        }

        var model = GraphEdits.With(
            graph.Model, graph.Nodes.Where(node => !parts.Contains(node.Name)).Select(node => folded.GetValueOrDefault(node.Name, node)), graph.Model.Graph.Initializer);
        if (!model.OpsetImport.Any(entry => entry.Domain == Domain))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        }

        GraphEdits.DropUnread(model.Graph);
        return new EncoderGraph(graph.Path, model);
    }

    /// <summary>x (1 + erf(x / sqrt 2)) / 2, the half before or behind the product.</summary>
    private static (NodeProto Last, NodeProto One, NodeProto[] Parts)? ErrorFunction(EncoderGraph graph, NodeProto error)
    {
        if (graph.Producer(error.Input[0]) is not { } scaled
            || graph.OnlyConsumer(scaled.Output[0]) != error
            || !(Factor(graph, scaled) is var (value, factor) && IsNear(factor, 1 / Math.Sqrt(2)))
            || graph.OnlyConsumer(error.Output[0]) is not { OpType: "Add" } raised
            || !(Beside(graph, raised, error.Output[0]) is { } one && IsNear(one, 1))
            || graph.OnlyConsumer(raised.Output[0]) is not { OpType: "Mul" } product)
        {
            return null;
        }

        var other = Other(product, raised.Output[0]);
        if (other == value)
        {
            return graph.OnlyConsumer(product.Output[0]) is { } last && Factor(graph, last) is var (whole, half) && whole == product.Output[0] && IsNear(half, 0.5)
                ? (last, Node("Gelu", value, last), [scaled, error, raised, product])
                : null;
        }

        return graph.Producer(other) is { } halved && graph.OnlyConsumer(other) == product && Factor(graph, halved) is var (source, share) && source == value && IsNear(share, 0.5)
            ? (product, Node("Gelu", value, product), [scaled, error, raised, halved])
            : null;
    }

    /// <summary>x sigmoid(a x).</summary>
    private static (NodeProto Last, NodeProto One, NodeProto[] Parts)? Sigmoid(EncoderGraph graph, NodeProto sigmoid)
    {
        if (graph.OnlyConsumer(sigmoid.Output[0]) is not { OpType: "Mul" } product)
        {
            return null;
        }

        var value = Other(product, sigmoid.Output[0]);
        if (sigmoid.Input[0] == value)
        {
            return (product, Quick(1), [sigmoid]);
        }

        return graph.Producer(sigmoid.Input[0]) is { } scaled && graph.OnlyConsumer(scaled.Output[0]) == sigmoid && Factor(graph, scaled) is var (source, factor) && source == value
            ? (product, Quick(factor), [scaled, sigmoid])
            : null;

        NodeProto Quick(double alpha)
        {
            var node = Node("QuickGelu", value, product);
            node.Attribute.Add(new AttributeProto { Name = "alpha", Type = AttributeProto.Types.AttributeType.Float, F = (float)alpha });
            return node;
        }
    }

    private static NodeProto Node(string operation, string value, NodeProto last) =>
        new() { Name = $"{last.Name}:{operation}", OpType = operation, Domain = Domain, Input = { value }, Output = { last.Output[0] } };

    /// <summary>What a node multiplies by one number or divides by one, and the factor.</summary>
    private static (string Value, double Factor)? Factor(EncoderGraph graph, NodeProto node) => node.OpType switch
    {
        "Mul" when Number(graph, node.Input[1]) is { } factor => (node.Input[0], factor),
        "Mul" when Number(graph, node.Input[0]) is { } factor => (node.Input[1], factor),
        "Div" when Number(graph, node.Input[1]) is { } divisor => (node.Input[0], 1 / divisor),
        _ => null,
    };

    private static double? Beside(EncoderGraph graph, NodeProto node, string tensor) => Number(graph, Other(node, tensor));

    private static string Other(NodeProto node, string tensor) => node.Input[0] == tensor ? node.Input[1] : node.Input[0];

    private static double? Number(EncoderGraph graph, string name) => graph.FloatConstant(name) is { } tensor && TensorNumbers.Floats(tensor) is [var value] ? value : null;

    private static bool IsNear(double value, double expected) => Math.Abs(value - expected) < Tolerance;
}
