using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static SemanticMlr.Training.Onnx.Messages.TensorProto.Types;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Turns a float32 encoder into float16 for GPUs: weights and activations in float16, inputs and outputs as they are, norms and softmax in float32.</summary>
internal static class HalfPrecision
{
    /// <summary>Sums of squares and exponentials overflow in float16, and Resize reads its factors in float32.</summary>
    private static readonly HashSet<string> InSingle = new(StringComparer.Ordinal)
    {
        "LayerNormalization", "GroupNormalization", "InstanceNormalization", "Softmax", "LogSoftmax", "Exp", "Log", "Pow", "Sqrt", "Reciprocal", "Erf",
        "ReduceMean", "ReduceSum", "ReduceSumSquare", "ReduceL2", "Resize", "LpNormalization",
    };

    /// <summary>The converted graph.</summary>
    /// <param name="graph">The float32 graph.</param>
    /// <param name="threads">Threads of the graph, which is opened once to learn the types of its tensors.</param>
    /// <exception cref="BundleException">A weight does not fit float16.</exception>
    public static ModelProto Write(EncoderGraph graph, int threads)
    {
        var isFloat = FloatsOf(graph, threads);
        var nodes = new List<NodeProto>();
        var constants = graph.Model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var original in graph.Nodes)
        {
            var node = original.Clone();
            var inSingle = InSingle.Contains(node.OpType);
            for (var place = 0; place < node.Input.Count; place++)
            {
                var input = node.Input[place];
                if (graph.FloatConstant(input) is { } constant)
                {
                    node.Input[place] = inSingle ? input : HalfOf(graph, constant, original, constants);
                }
                else if (inSingle && isFloat.Contains(input))
                {
                    node.Input[place] = Cast(nodes, input, $"{input}:single{nodes.Count}", DataType.Float);
                }
            }

            nodes.Add(node);
            if (node.OpType == "Cast" && node.Integer("to", 0) == (long)DataType.Float)
            {
                node.Attribute.Clear();
                node.Attribute.Add(NodeAttribute.Integer("to", (long)DataType.Float16));
            }
            else if (inSingle)
            {
                BackToHalf(node, isFloat, nodes);
            }
        }

        foreach (var output in graph.Outputs.Where(isFloat.Contains))
        {
            GraphEdits.Rename(nodes, output, $"{output}:half");
            Cast(nodes, $"{output}:half", output, DataType.Float);
        }

        var model = GraphEdits.With(graph.Model, nodes, constants.Values);
        GraphEdits.DropUnread(model.Graph);
        return model;
    }

    private static HashSet<string> FloatsOf(EncoderGraph graph, int threads)
    {
        using var runner = new GraphRunner(graph.Path, graph.Model, threads, graph.Nodes.SelectMany(node => node.Output).Where(output => output.Length > 0));
        return [.. runner.Outputs.Where(runner.IsFloat)];
    }

    private static string HalfOf(EncoderGraph graph, TensorProto constant, NodeProto node, Dictionary<string, TensorProto> constants)
    {
        var name = $"{constant.Name}:half";
        if (!constants.ContainsKey(name))
        {
            var halves = graph.Numbers(constant, node).Select(number => (Half)number).ToArray();
            if (!Array.TrueForAll(halves, Half.IsFinite))
            {
                throw new BundleException(graph.Path, $"the weights \"{constant.Name}\" of node \"{node.Name}\" hold a number beyond 65504, which float16 cannot hold");
            }

            constants.Add(name, TensorNumbers.Of(name, halves, constant.Dims));
        }

        return name;
    }

    private static void BackToHalf(NodeProto node, HashSet<string> isFloat, List<NodeProto> nodes)
    {
        for (var place = 0; place < node.Output.Count; place++)
        {
            if (isFloat.Contains(node.Output[place]))
            {
                var output = node.Output[place];
                node.Output[place] = $"{output}:single";
                Cast(nodes, node.Output[place], output, DataType.Float16);
            }
        }
    }

    private static string Cast(List<NodeProto> nodes, string from, string to, DataType type)
    {
        nodes.Add(new NodeProto { Name = $"{to}:cast", OpType = "Cast", Input = { from }, Output = { to }, Attribute = { NodeAttribute.Integer("to", (long)type) } });
        return to;
    }
}
