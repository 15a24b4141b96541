using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Onnx;

/// <summary>Changes of graphs that several steps need.</summary>
internal static class GraphEdits
{
    /// <summary>Puts nodes before all others.</summary>
    public static void InsertFirst(GraphProto graph, IEnumerable<NodeProto> nodes)
    {
        NodeProto[] all = [.. nodes, .. graph.Node];
        graph.Node.Clear();
        graph.Node.Add(all);
    }

    /// <summary>Takes out the constants that no node reads.</summary>
    public static void DropUnread(GraphProto graph)
    {
        var read = graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name)).ToHashSet(StringComparer.Ordinal);
        TensorProto[] kept = [.. graph.Initializer.Where(tensor => read.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.Add(kept);
    }

    /// <summary>The model with other nodes and constants; inputs, outputs and versions stay. Tensors are shared, not copied.</summary>
    public static ModelProto With(ModelProto model, IEnumerable<NodeProto> nodes, IEnumerable<TensorProto> constants)
    {
        var graph = new GraphProto { Name = model.Graph.Name };
        graph.Node.Add(nodes);
        graph.Initializer.Add(constants);
        graph.Input.Add(model.Graph.Input);
        graph.Output.Add(model.Graph.Output);
        var changed = new ModelProto
        {
            IrVersion = model.IrVersion,
            ProducerName = "SemanticMlr.Training",
            Domain = model.Domain,
            ModelVersion = model.ModelVersion,
            Graph = graph,
        };
        changed.OpsetImport.Add(model.OpsetImport);
        return changed;
    }

    /// <summary>Gives a tensor another name wherever nodes give or read it.</summary>
    public static void Rename(IEnumerable<NodeProto> nodes, string from, string to)
    {
        foreach (var node in nodes)
        {
            Rename(node.Input, from, to);
            Rename(node.Output, from, to);
        }
    }

    private static void Rename(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
    {
        for (var index = 0; index < names.Count; index++)
        {
            names[index] = names[index] == from ? to : names[index];
        }
    }
}
