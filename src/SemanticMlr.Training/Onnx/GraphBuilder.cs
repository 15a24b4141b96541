using System.Globalization;
using Google.Protobuf;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Onnx;

/// <summary>Writes an ONNX graph node by node; every method returns the name of the value that it makes.</summary>
internal sealed class GraphBuilder
{
    /// <summary>Operator set 17 has LayerNormalization; every ONNX Runtime since 1.12 runs it.</summary>
    private const int OperatorSet = 17;

    /// <summary>The version of the format that came with operator set 17.</summary>
    private const int FormatVersion = 8;

    private readonly GraphProto _graph;
    private readonly Func<int> _nextNumber;

    public GraphBuilder(string name)
    {
        var values = 0;
        _graph = new GraphProto { Name = name };
        _nextNumber = () => values++;
    }

    private GraphBuilder(string name, GraphBuilder outer)
    {
        _graph = new GraphProto { Name = name };
        _nextNumber = outer._nextNumber;
    }

    /// <summary>Declares an input. A dimension is a number or, where it may vary, a name.</summary>
    public string Input(string input, TensorProto.Types.DataType type, params ReadOnlySpan<object> shape)
    {
        _graph.Input.Add(Describe(input, type, shape));
        return input;
    }

    /// <summary>Declares a value as an output of floating-point numbers under a name of its own.</summary>
    public void Output(string output, string value, params ReadOnlySpan<object> shape)
    {
        _graph.Node.Add(new NodeProto { Name = output, OpType = "Identity", Input = { value }, Output = { output } });
        _graph.Output.Add(Describe(output, TensorProto.Types.DataType.Float, shape));
    }

    /// <summary>A constant.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Constant(TensorData.Of(Next("constant"), values, shape));

    /// <summary>A constant of any type under a name of its own.</summary>
    public string Constant(TensorProto tensor)
    {
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A single number.</summary>
    public string Number(float value) => Constant([value]);

    /// <summary>A list of whole numbers, as shapes and axes are given.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Constant(TensorData.Of(Next("integers"), values, [values.Length]));

    /// <summary>A trained tensor.</summary>
    public string Weight(TorchSharp.torch.Tensor tensor) => Constant(TensorData.Of(Next("weight"), tensor));

    /// <summary>Any operator with one output.</summary>
    public string Add(string operation, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) => Add(operation, inputs, 1, attributes)[0];

    /// <summary>Any operator.</summary>
    public string[] Add(string operation, IEnumerable<string> inputs, int outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = Next(operation), OpType = operation };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes.ToArray());
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(_ => Next("value")));
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Goes through sequences of the same length entry by entry.</summary>
    /// <param name="sequences">What is gone through.</param>
    /// <param name="state">What is handed on from entry to entry, or null.</param>
    /// <param name="body">Writes what is done with the entries, given the state (empty where there is none): the next state, or the result. It may read values of this graph.</param>
    /// <returns>The last state; without a state the results, stacked along a new first axis.</returns>
    public string Scan(ReadOnlySpan<ScanSequence> sequences, string? state, Func<GraphBuilder, string[], string, string> body)
    {
        var inner = new GraphBuilder(Next("body"), this);
        var before = state is null ? "" : inner.Entry("state", TensorProto.Types.DataType.Float);
        var entries = new List<string>();
        var axes = new List<long>();
        List<string> inputs = state is null ? [] : [state];
        foreach (var sequence in sequences)
        {
            entries.Add(inner.Entry("entry", sequence.Type));
            axes.Add(sequence.Axis);
            inputs.Add(sequence.Value);
        }

        inner._graph.Output.Add(Shapeless(body(inner, [.. entries], before), TensorProto.Types.DataType.Float));
        return Add(
            "Scan",
            inputs,
            NodeAttribute.Graph("body", inner._graph),
            NodeAttribute.Integer("num_scan_inputs", entries.Count),
            NodeAttribute.Integers("scan_input_axes", [.. axes]));
    }

    /// <summary>The finished file.</summary>
    public byte[] ToBytes() => new ModelProto
    {
        IrVersion = FormatVersion,
        ProducerName = "SemanticMlr.Training",
        Graph = _graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
    }.ToByteArray();

    private string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{_nextNumber()}");

    /// <summary>Declares what a scan hands to its body.</summary>
    private string Entry(string prefix, TensorProto.Types.DataType type)
    {
        var value = Next(prefix);
        _graph.Input.Add(Shapeless(value, type));
        return value;
    }

    /// <summary>A value whose shape follows from where it comes from.</summary>
    private static ValueInfoProto Shapeless(string value, TensorProto.Types.DataType type) =>
        new() { Name = value, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } };

    private static ValueInfoProto Describe(string value, TensorProto.Types.DataType type, ReadOnlySpan<object> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
        {
            dimensions.Dim.Add(size is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size, CultureInfo.InvariantCulture) });
        }

        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } } };
    }
}
