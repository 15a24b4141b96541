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
        return Joined(layer, _graph.Scan([new(features)], null, (step, entries, _) =>
        {
            var weights = step.Add("Softmax", [Scores(step, attention, entries[0], features)], NodeAttribute.Integer("axis", 0));
            return step.Add("ReduceSum", [step.Add("Mul", [weights, features]), step.Integers(0)], NodeAttribute.Integer("keepdims", 0));
        }));
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

    /// <summary>A layer over the nearest labels: first the scores of every place among them [k, C, K, 1], then the mean, one place after the other.</summary>
    private string Sparse(GraphAttention layer, string nodes, string neighbours)
    {
        var features = Projected(layer, nodes);
        var attention = _graph.Weight(layer.Attention.unsqueeze(1));
        var places = new ScanSequence(_graph.Add("Transpose", [neighbours], NodeAttribute.Integers("perm", 1, 0)), Type: TensorProto.Types.DataType.Int64);
        var scores = _graph.Scan([places], null, (step, entries, _) => Scores(step, attention, features, Seen(step, entries[0])));
        var weights = _graph.Add("Softmax", [scores], NodeAttribute.Integer("axis", 0));
        var none = _graph.Add("Mul", [features, _graph.Number(0)]);
        return Joined(layer, _graph.Scan([places, new(weights)], none, (step, entries, sum) =>
            step.Add("Add", [sum, step.Add("Mul", [entries[1], Seen(step, entries[0])])])));

        string Seen(GraphBuilder step, string rows) => step.Add("Gather", [features, rows]);
    }

    /// <summary>The heads side by side.</summary>
    private string Joined(GraphAttention layer, string features) => _graph.Add("Reshape", [features, _graph.Integers(0, layer.Heads * layer.Features)]);

    private string Projected(GraphAttention layer, string nodes) =>
        _graph.Add("Reshape", [_graph.Add("MatMul", [nodes, _graph.Weight(layer.Projection.weight!.t())]), _graph.Integers(0, layer.Heads, layer.Features)]);

    private static string Scores(GraphBuilder graph, string attention, string own, string seen) => graph.Add(
        "MatMul", [graph.Add("LeakyRelu", [graph.Add("Add", [own, seen])], NodeAttribute.Number("alpha", (float)GraphAttention.Slope)), attention]);
}
