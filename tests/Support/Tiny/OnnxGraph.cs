using System.Runtime.InteropServices;

namespace SemanticMlr.TestSupport.Tiny;

/// <summary>Writes small ONNX graphs (IR 8, opset 17).</summary>
internal sealed class OnnxGraph
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int64 = 7;
    public const int Bool = 9;

    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "test");
    private int _nodes;

    public OnnxGraph Input(string name, int type, params object[] shape) => Value(11, name, type, shape);

    public OnnxGraph Output(string name, int type, params object[] shape) => Value(12, name, type, shape);

    public OnnxGraph Constant(string name, float[] values, params long[] shape) =>
        Tensor(name, Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public OnnxGraph Scalar(string name, float value) => Tensor(name, Float, BitConverter.GetBytes(value), []);

    public OnnxGraph Constant(string name, params long[] values) =>
        Tensor(name, Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>Adds a node; attributes are <see cref="long"/>, <c>long[]</c>, <see cref="float"/> or a graph.</summary>
    public OnnxGraph Node(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, $"{type}{_nodes++}").Text(4, type);
        foreach (var (name, value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        _graph.Message(1, node);
        return this;
    }

    public OnnxGraph Node(string type, string input, string output, params (string Name, object Value)[] attributes) =>
        Node(type, [input], [output], attributes);

    public byte[] ToArray() => new ProtoWriter()
        .Integer(1, 8)
        .Text(2, "SemanticMlr.Tests")
        .Message(7, _graph)
        .Message(8, new ProtoWriter().Text(1, "").Integer(2, 17))
        .ToArray();

    private static ProtoWriter Attribute(string name, object value)
    {
        var attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Float(2, number).Integer(20, 1);
            case OnnxGraph graph:
                return attribute.Message(6, graph._graph).Integer(20, 5);
            case long number:
                return attribute.Integer(3, number).Integer(20, 2);
            default:
                foreach (var number in (long[])value)
                {
                    attribute.Integer(8, number);
                }

                return attribute.Integer(20, 7);
        }
    }

    private OnnxGraph Tensor(string name, int type, ReadOnlySpan<byte> bytes, long[] shape)
    {
        var tensor = new ProtoWriter();
        foreach (var side in shape)
        {
            tensor.Integer(1, side);
        }

        _graph.Message(5, tensor.Integer(2, type).Text(8, name).Bytes(9, bytes));
        return this;
    }

    private OnnxGraph Value(int field, string name, int type, object[] shape)
    {
        var dimensions = new ProtoWriter();
        foreach (var side in shape)
        {
            dimensions.Message(1, side is string symbol ? new ProtoWriter().Text(2, symbol) : new ProtoWriter().Integer(1, (int)side));
        }

        var tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        _graph.Message(field, new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor)));
        return this;
    }
}
