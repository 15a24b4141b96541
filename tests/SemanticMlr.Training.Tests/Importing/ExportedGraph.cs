using Google.Protobuf;
using SemanticMlr.Training.Importing;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>Writes graphs as PyTorch's exporter does: values are called after the node that makes them, weights after the module, norms are one node from operator set 17 on and nine before.</summary>
internal sealed class ExportedGraph(int operatorSet)
{
    private const int NewNorm = 17;
    private const int AxesAsInput = 18;
    private const double Epsilon = 1e-5;

    public ModelProto Model { get; } = new()
    {
        IrVersion = 8,
        ProducerName = "pytorch",
        Graph = new GraphProto { Name = "main_graph" },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = operatorSet } },
    };

    private GraphProto Graph => Model.Graph;

    public string Input(string name, TensorProto.Types.DataType type, params object[] shape)
    {
        Graph.Input.Add(ValueNames.Describe(name, type, shape));
        return name;
    }

    public void Output(string name, params object[] shape) => Graph.Output.Add(ValueNames.Describe(name, TensorProto.Types.DataType.Float, shape));

    public string Weight(Weights weights, string name, params long[] shape)
    {
        var (values, sizes) = weights.Of(name, shape);
        return Put(TensorData.Of(name, values, sizes));
    }

    /// <summary>A weight that the exporter turned round, as it does with linear layers.</summary>
    public string Turned(Weights weights, string name, long rows, long columns)
    {
        var (values, _) = weights.Of(name, rows, columns);
        var turned = new float[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            turned[index % columns * rows + index / columns] = values[index];
        }

        return Put(TensorData.Of("onnx::MatMul_" + name, turned, columns, rows));
    }

    public string Number(string name, float value) => Put(TensorData.Of(name, (ReadOnlySpan<float>)[value]));

    public string Integers(string name, params long[] values) => Constant(name, TensorData.Of("", values, values.Length));

    /// <summary>A whole number without a dimension, as an index of <c>[:, 0]</c>.</summary>
    public string Integer(string name, long value) => Constant(name, TensorData.Of("", (ReadOnlySpan<long>)[value]));

    /// <summary>A node; the value that it makes is called after it.</summary>
    public string Node(string name, string operation, string[] inputs, params AttributeProto[] attributes) =>
        Node(name, operation, inputs, name + "_output_0", attributes);

    public string Node(string name, string operation, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = name, OpType = operation, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return output;
    }

    public string Linear(Weights weights, string name, string module, string value, long input, long output)
    {
        var product = Node($"{name}/MatMul", "MatMul", [value, Turned(weights, $"{module}.weight", output, input)]);
        return Node($"{name}/Add", "Add", [Weight(weights, $"{module}.bias", output), product]);
    }

    public string Norm(Weights weights, string name, string module, string value, long width)
    {
        var (scale, shift) = (Weight(weights, $"{module}.weight", width), Weight(weights, $"{module}.bias", width));
        if (operatorSet >= NewNorm)
        {
            return Node($"{name}/LayerNormalization", "LayerNormalization", [value, scale, shift], NodeAttribute.Integer("axis", -1), NodeAttribute.Number("epsilon", (float)Epsilon));
        }

        var centred = Node($"{name}/Sub", "Sub", [value, Mean($"{name}/ReduceMean", value)]);
        var square = Node($"{name}/Pow", "Pow", [centred, Number($"{name}/Constant_output_0", 2)]);
        var variance = Node($"{name}/Add", "Add", [Mean($"{name}/ReduceMean_1", square), Number($"{name}/Constant_1_output_0", (float)Epsilon)]);
        var unit = Node($"{name}/Div", "Div", [centred, Node($"{name}/Sqrt", "Sqrt", [variance])]);
        return Node($"{name}/Add_1", "Add", [Node($"{name}/Mul", "Mul", [unit, scale]), shift]);
    }

    /// <summary>Means over axes; they are an input from operator set 18 on.</summary>
    public string MeanOver(string name, string value, bool keep, params long[] axes) => operatorSet >= AxesAsInput
        ? Node(name, "ReduceMean", [value, Integers($"{name}/axes", axes)], NodeAttribute.Integer("keepdims", keep ? 1 : 0))
        : Node(name, "ReduceMean", [value], NodeAttribute.Integers("axes", axes), NodeAttribute.Integer("keepdims", keep ? 1 : 0));

    public void Save(string path) => File.WriteAllBytes(path, Model.ToByteArray());

    private string Mean(string name, string value) => MeanOver(name, value, keep: true, -1);

    private string Constant(string name, TensorProto tensor)
    {
        var attribute = new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = tensor };
        return Node(name, "Constant", [], attribute);
    }

    private string Put(TensorProto tensor)
    {
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
