using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Goes from the embedding of an image back to the node that picks or pools it, by what nodes do and never by how they are called.</summary>
internal sealed class TailFinder(GraphIndex index)
{
    /// <summary>Finds the tail.</summary>
    /// <param name="output">The embedding.</param>
    /// <param name="fault">Which node is missing or in the way, where there is no tail.</param>
    public EmbeddingTail? Find(string output, out string? fault)
    {
        var nodes = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var picks = new Dictionary<NodeProto, PickKind>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>([output]);
        while (open.TryPop(out var value))
        {
            if (value.Length == 0 || index.IsConstant(value))
            {
                continue;
            }

            if (index.ProducerOf(value) is not { } node)
            {
                fault = $"no node between the input \"{value}\" and \"{output}\" picks the class token (Gather or Slice of place 0 along axis 1) or pools a feature map (GlobalAveragePool, ReduceMean)";
                return null;
            }

            if (KindOf(node) is { } kind)
            {
                picks[node] = kind;
            }
            else if (nodes.Add(node))
            {
                foreach (var input in node.Input)
                {
                    open.Push(input);
                }
            }
        }

        if (picks.Count != 1)
        {
            fault = picks.Count == 0
                ? $"\"{output}\" does not depend on the image"
                : $"\"{output}\" comes from {picks.Count} nodes that pick or pool ({string.Join(", ", picks.Keys.Select(Name))}); one was expected";
            return null;
        }

        var (pick, how) = picks.Single();
        if (nodes.FirstOrDefault(node => node.Attribute.Any(attribute => attribute.G is not null)) is { } branching)
        {
            fault = $"the node {Name(branching)} between {Name(pick)} and \"{output}\" holds a graph of its own and cannot be repeated for every patch";
            return null;
        }

        fault = null;
        return new EmbeddingTail(pick, how, pick.Input[0], pick.Output[0], [.. nodes.OrderBy(index.PlaceOf)], output);
    }

    /// <summary>What faults and cards call a node.</summary>
    public static string Name(NodeProto node) => $"\"{(node.Name.Length > 0 ? node.Name : node.Output[0])}\" ({node.OpType})";

    private PickKind? KindOf(NodeProto node)
    {
        if (node.Input.Count == 0 || index.IsConstant(node.Input[0]))
        {
            return null;
        }

        return node.OpType switch
        {
            "Gather" when node.Input.Count > 1 && GraphIndex.Integer(node, "axis", 0) == 1 && index.Integers(node.Input[1]) is ([0], _) => PickKind.ClassToken,
            "Slice" when IsFirst(node) => PickKind.ClassToken,
            "GlobalAveragePool" => PickKind.MapMean,
            "ReduceMean" => Axes(node, 1) switch
            {
                [1] or [-2] when GraphIndex.Integer(node, "keepdims", 1) == 0 => PickKind.TokenMean, // a norm keeps the axis
                [2, 3] or [3, 2] or [-2, -1] or [-1, -2] => PickKind.MapMean,
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>Whether a slice takes place 0 alone along axis 1.</summary>
    private bool IsFirst(NodeProto node) =>
        node.Input.Count >= 4
        && index.Integers(node.Input[1]) is ([0], _)
        && index.Integers(node.Input[2]) is ([1], _)
        && index.Integers(node.Input[3]) is ([1], _);

    /// <summary>Axes are an attribute, since operator set 18 an input.</summary>
    private long[]? Axes(NodeProto node, int input) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == "axes") is { } attribute ? [.. attribute.Ints]
        : node.Input.Count > input ? index.Integers(node.Input[input])?.Values
        : null;
}
