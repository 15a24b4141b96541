using System.Buffers.Binary;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Finds the nodes and constants of a graph by the values that they make.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _tensors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<NodeProto, int> _places = new(ReferenceEqualityComparer.Instance);

    public GraphIndex(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
        {
            _tensors[tensor.Name] = tensor;
            _constants.Add(tensor.Name);
        }

        // Nodes stand in an order in which each comes after those that it reads.
        foreach (var (place, node) in graph.Node.Index())
        {
            _places[node] = place;
            var isConstant = node.Input.All(input => input.Length == 0 || _constants.Contains(input));
            foreach (var output in node.Output.Where(output => output.Length > 0))
            {
                _producers[output] = node;
                if (isConstant)
                {
                    _constants.Add(output);
                }
            }

            if (node is { OpType: "Constant", Output.Count: > 0 } && node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } value)
            {
                _tensors[node.Output[0]] = value;
            }
        }
    }

    /// <summary>Every value that nodes, initialisers and constants make.</summary>
    public bool Has(string value) => _producers.ContainsKey(value) || _constants.Contains(value);

    /// <summary>The node that makes a value; null for inputs and initialisers.</summary>
    public NodeProto? ProducerOf(string value) => _producers.GetValueOrDefault(value);

    /// <summary>Whether a value does not depend on the inputs.</summary>
    public bool IsConstant(string value) => _constants.Contains(value);

    /// <summary>The place of a node in the file.</summary>
    public int PlaceOf(NodeProto node) => _places[node];

    /// <summary>Whole numbers that stand in the file, with the rank that they have there; null where the value is none.</summary>
    public (long[] Values, int Rank)? Integers(string value)
    {
        if (ProducerOf(value) is { OpType: "Constant" } constant)
        {
            if (constant.Attribute.FirstOrDefault(attribute => attribute.Name == "value_ints") is { } list)
            {
                return ([.. list.Ints], 1);
            }

            if (constant.Attribute.FirstOrDefault(attribute => attribute.Name == "value_int") is { } single)
            {
                return ([single.I], 0);
            }
        }

        if (!_tensors.TryGetValue(value, out var tensor))
        {
            return ProducerOf(value) is { OpType: "Identity", Input.Count: 1 } same ? Integers(same.Input[0]) : null;
        }

        var bytes = tensor.RawData.Span;
        var wide = tensor.DataType == (int)TensorProto.Types.DataType.Int64;
        if (!wide && tensor.DataType != (int)TensorProto.Types.DataType.Int32)
        {
            return null;
        }

        if (bytes.IsEmpty)
        {
            return (wide ? [.. tensor.Int64Data] : [.. tensor.Int32Data.Select(number => (long)number)], tensor.Dims.Count);
        }

        var values = new long[bytes.Length / (wide ? sizeof(long) : sizeof(int))];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = wide ? BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[(index * sizeof(int))..]);
        }

        return (values, tensor.Dims.Count);
    }

    /// <summary>An attribute that holds a whole number.</summary>
    public static long Integer(NodeProto node, string name, long otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? otherwise;
}
