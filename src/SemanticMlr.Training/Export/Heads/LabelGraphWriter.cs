using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>Writes a graph over labels (GMC): <c>label_embeddings</c> to <c>label_graph</c>.</summary>
internal sealed class LabelGraphWriter
{
    private readonly GraphBuilder _graph = new("label_graph");
    private readonly string _labels;

    private LabelGraphWriter(int dimension, Tensor? centre) =>
        _labels = UnitRows.Centred(_graph, _graph.Input("label_embeddings", TensorProto.Types.DataType.Float, "labels", dimension), centre);

    /// <summary>The ONNX file of a label graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="centre">As in <see cref="HeadGraphOptions.Centre"/>.</param>
    public static byte[] Write(LabelGraph graph, Tensor? centre)
    {
        var writer = new LabelGraphWriter(graph.Dimension, centre);
        var features = graph switch
        {
            CompleteLabelGraph complete => writer.Complete(complete),
            NearestLabelGraph nearest => writer.Nearest(nearest),
            _ => throw new ArgumentOutOfRangeException(nameof(graph), graph.GetType().Name, "has no ONNX form"),
        };
        writer._graph.Output("label_graph", features, "labels", graph.Dimension);
        return writer._graph.ToBytes();
    }

    private string Complete(CompleteLabelGraph graph)
    {
        var hidden = _graph.Add("Elu", [Complete(graph.First, _labels)]);
        return Complete(graph.Second, hidden);
    }

    /// <summary>A layer on the complete graph, node by node: the pairs of all nodes [C, C, K x f] would be gigabytes for a thousand labels.</summary>
    private string Complete(GraphAttention layer, string nodes)
    {
        var features = Projected(layer, nodes);
        var attention = _graph.Weight(layer.Attention.unsqueeze(1));
        var mixed = _graph.Scan(features, 0, null, (step, node, _) => Mixed(step, attention, node, features, 0));
        return _graph.Add("Reshape", [mixed, _graph.Integers(0, layer.Heads * layer.Features)]);
    }

    private string Nearest(NearestLabelGraph graph)
    {
        var mean = _graph.Add("ReduceMean", [_labels], NodeAttribute.Integers("axes", 0));
        var directions = UnitRows.Write(_graph, _graph.Add("Sub", [_labels, mean]), (float)NearestLabelGraph.SmallestNorm);
        var similar = _graph.Add("MatMul", [directions, _graph.Add("Transpose", [directions], NodeAttribute.Integers("perm", 1, 0))]);
        var count = _graph.Add("Shape", [_labels], NodeAttribute.Integer("start", 0), NodeAttribute.Integer("end", 1));
        var nearest = _graph.Add("TopK", [similar, _graph.Add("Min", [count, _graph.Integers(graph.Neighbours)])], 2, NodeAttribute.Integer("axis", 1))[1];
        var nodes = _graph.Add("Mul", [directions, _graph.Number((float)Math.Sqrt(graph.Dimension))]);
        var hidden = _graph.Add("Elu", [Sparse(graph.First, nodes, nearest)]);
        var mixed = Sparse(graph.Second, hidden, nearest);
        return graph.Residual ? _graph.Add("Add", [_labels, mixed]) : mixed;
    }

    private string Sparse(GraphAttention layer, string nodes, string neighbours)
    {
        var features = Projected(layer, nodes);
        var own = _graph.Add("Unsqueeze", [features, _graph.Integers(1)]);
        var mixed = Mixed(_graph, _graph.Weight(layer.Attention.unsqueeze(1)), own, _graph.Add("Gather", [features, neighbours]), 1);
        return _graph.Add("Reshape", [mixed, _graph.Integers(0, layer.Heads * layer.Features)]);
    }

    private string Projected(GraphAttention layer, string nodes) =>
        _graph.Add("Reshape", [_graph.Add("MatMul", [nodes, _graph.Weight(layer.Projection.weight!.t())]), _graph.Integers(0, layer.Heads, layer.Features)]);

    /// <summary>The mean of what is seen along an axis, weighted by a softmax along it.</summary>
    private static string Mixed(GraphBuilder graph, string attention, string own, string seen, long axis)
    {
        var together = graph.Add("LeakyRelu", [graph.Add("Add", [own, seen])], NodeAttribute.Number("alpha", (float)GraphAttention.Slope));
        var weights = graph.Add("Softmax", [graph.Add("MatMul", [together, attention])], NodeAttribute.Integer("axis", axis));
        return graph.Add("ReduceSum", [graph.Add("Mul", [weights, seen]), graph.Integers(axis)], NodeAttribute.Integer("keepdims", 0));
    }
}
