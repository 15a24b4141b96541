using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Writes a graph in which chosen nodes stand between <c>DequantizeLinear</c> and <c>QuantizeLinear</c>: ONNX Runtime and TensorRT then run them in int8.</summary>
/// <param name="graph">The graph.</param>
/// <param name="settings">Target and bits.</param>
/// <param name="scales">The scale of every tensor that a chosen node reads or gives.</param>
/// <param name="integers">A tensor that is given by <c>DequantizeLinear</c> already, or null.</param>
/// <param name="shifts">What is added to the bias of nodes, by name, one number a channel.</param>
internal sealed class QdqWriter(
    EncoderGraph graph, QuantisationSettings settings, IReadOnlyDictionary<string, IntegerScale> scales, string? integers, IReadOnlyDictionary<string, float[]> shifts)
{
    private readonly List<NodeProto> _nodes = [];
    private readonly Dictionary<string, TensorProto> _constants = graph.Model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _quantised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IntegerScale> _scaleOf = new(StringComparer.Ordinal);
    private int _readers;

    /// <summary>The graph with these nodes in int8.</summary>
    public ModelProto Write(IReadOnlyList<QuantisedNode> chosen)
    {
        var byName = chosen.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var folded = chosen.Select(node => node.Activation?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (byName.TryGetValue(node.Name, out var quantised))
            {
                WriteQuantised(quantised, chosen);
            }
            else if (!folded.Contains(node.Name))
            {
                _nodes.Add(WithShiftedBias(node));
            }
        }

        var model = GraphEdits.With(graph.Model, _nodes, _constants.Values);
        GraphEdits.DropUnread(model.Graph);
        return model;
    }

    /// <summary>The node as it reads its inputs through integers, without what follows it.</summary>
    public NodeProto Reading(QuantisedNode quantised)
    {
        var node = quantised.Node.Clone();
        foreach (var place in Enumerable.Range(0, quantised.Activations.Count()))
        {
            node.Input[place] = Dequantised(node.Input[place]);
        }

        if (quantised.Kind is NodeKind.Convolution or NodeKind.Product)
        {
            WeightsOf(quantised, node, quantised.Node.Input[0]);
        }

        return node;
    }

    /// <summary>What was written so far, for graphs of another make.</summary>
    public (IReadOnlyList<NodeProto> Nodes, IReadOnlyCollection<TensorProto> Constants) Parts => (_nodes, _constants.Values);

    private void WriteQuantised(QuantisedNode quantised, IReadOnlyList<QuantisedNode> chosen)
    {
        if (quantised.Kind == NodeKind.Move)
        {
            _scaleOf[quantised.Output] = ScaleOf(quantised.Node.Input[0]);
        }

        var node = Reading(quantised);
        _nodes.Add(node);
        if (!quantised.GivesIntegers)
        {
            return;
        }

        var (output, raw) = (quantised.Output, $"{quantised.Output}:float");
        if (quantised.Activation is { } activation && (!settings.IsCpu || ScaleOf(output).ZeroPoint != 0))
        {
            var copy = activation.Clone();
            copy.Output[0] = raw;
            _nodes.Add(copy);
        }
        else
        {
            node.Output[0] = raw;
        }

        Quantise(raw, output);
        var readers = chosen.Where(reader => reader.Activations.Contains(output)).Select(reader => reader.Name).ToHashSet(StringComparer.Ordinal);
        if (graph.IsOutput(output) || graph.Consumers(output).Any(reader => !readers.Contains(reader.Name)))
        {
            _nodes.Add(Linear("DequantizeLinear", $"{output}:q", output, output));
        }
    }

    /// <summary>A tensor as the numbers that its integers stand for.</summary>
    private string Dequantised(string tensor)
    {
        if (tensor == integers)
        {
            return tensor;
        }

        Quantise(tensor, tensor);
        var value = $"{tensor}:real{_readers++}";
        _nodes.Add(Linear("DequantizeLinear", $"{tensor}:q", value, tensor));
        return value;
    }

    private void Quantise(string from, string tensor)
    {
        if (_quantised.Add(tensor))
        {
            var scale = ScaleOf(tensor);
            _constants[$"{tensor}:scale"] = TensorData.Of($"{tensor}:scale", [scale.Scale]);
            _constants[$"{tensor}:zero"] = TensorNumbers.ZeroPoint($"{tensor}:zero", scale.ZeroPoint, scale.IsSigned);
            _nodes.Add(Linear("QuantizeLinear", settings.IsCpu && IsKeptFloat(from) ? Fenced(from) : from, $"{tensor}:q", tensor));
        }
    }

    /// <summary>Whether a node with weights gives this tensor that stays in float, a rectifier between them or not.</summary>
    private bool IsKeptFloat(string tensor) =>
        graph.Producer(tensor) is { } node
        && (node.OpType is "Conv" or "Gemm" || (node.OpType is "Relu" or "Clip" && graph.Producer(node.Input[0]) is { OpType: "Conv" or "Gemm" }));

    /// <summary>ONNX Runtime quantises a Conv or Gemm between integers by itself, with one scale and 8 bits; a node in between keeps it from that.</summary>
    private string Fenced(string tensor)
    {
        const string Lowest = "quantiser:lowest";
        _constants[Lowest] = TensorData.Of(Lowest, [float.MinValue]);
        _nodes.Add(new NodeProto { Name = $"{tensor}:fence", OpType = "Max", Input = { tensor, Lowest }, Output = { $"{tensor}:fence" } });
        return $"{tensor}:fence";
    }

    private IntegerScale ScaleOf(string tensor) => _scaleOf.TryGetValue(tensor, out var scale) ? scale : scales[tensor];

    private static NodeProto Linear(string operation, string from, string to, string tensor) =>
        new() { Name = $"{to}:{operation}", OpType = operation, Input = { from, $"{tensor}:scale", $"{tensor}:zero" }, Output = { to } };

    private void WeightsOf(QuantisedNode quantised, NodeProto node, string input)
    {
        var tensor = graph.FloatConstant(quantised.Node.Input[1])!;
        var numbers = graph.Numbers(tensor, quantised.Node);
        long[] shape = [.. tensor.Dims];
        var axis = quantised.Kind == NodeKind.Convolution ? 0 : 1;
        if (node.OpType == "Gemm" && node.Integer("transB", 0) == 1)
        {
            (numbers, shape) = (ChannelWeights.Transposed(numbers, (int)shape[0], (int)shape[1]), [shape[1], shape[0]]);
            node.Attribute.Remove(node.Attribute.First(attribute => attribute.Name == "transB"));
        }

        var bias = BiasOf(quantised.Node);
        var inputScale = ScaleOf(input).Scale;
        var hasIntegerBias = settings.IsCpu && bias is not null;
        var weights = ChannelWeights.Of(numbers, shape, axis, settings.LargestWeight, hasIntegerBias ? bias : null, inputScale);
        var name = $"{quantised.Name}:weights";
        Constants(name, TensorNumbers.Of($"{name}:q", weights.Values, shape), weights.Scales, isSigned: true);
        node.Input[1] = DequantisedChannels(name, axis);
        if (bias is null)
        {
            return;
        }

        var biasName = $"{quantised.Name}:bias";
        if (hasIntegerBias)
        {
            var (values, biasScales) = weights.Bias(bias, inputScale);
            Constants(biasName, TensorNumbers.Of($"{biasName}:q", values), biasScales, isSigned: null);
            SetBias(node, DequantisedChannels(biasName, 0));
        }
        else
        {
            _constants[biasName] = TensorData.Of(biasName, bias, bias.Length);
            SetBias(node, biasName);
        }
    }

    private void Constants(string name, TensorProto integers, float[] channelScales, bool? isSigned)
    {
        _constants[integers.Name] = integers;
        _constants[$"{name}:scale"] = TensorData.Of($"{name}:scale", channelScales, channelScales.Length);
        _constants[$"{name}:zero"] = isSigned is { } signed
            ? TensorNumbers.ZeroPoint($"{name}:zero", 0, signed, channelScales.Length)
            : TensorNumbers.Of($"{name}:zero", new int[channelScales.Length]);
    }

    private string DequantisedChannels(string name, int axis)
    {
        var node = Linear("DequantizeLinear", $"{name}:q", $"{name}:real", name);
        node.Attribute.Add(NodeAttribute.Integer("axis", axis));
        _nodes.Add(node);
        return node.Output[0];
    }

    private static void SetBias(NodeProto node, string bias)
    {
        if (node.Input.Count > 2)
        {
            node.Input[2] = bias;
        }
        else
        {
            node.Input.Add(bias);
        }
    }

    /// <summary>The bias with its shift; null where there is neither.</summary>
    private float[]? BiasOf(NodeProto node)
    {
        var bias = node.InputAt(2) is { } name ? graph.Numbers(graph.FloatConstant(name)!, node) : null;
        return shifts.TryGetValue(node.Name, out var shift) && node.OpType != "MatMul"
            ? bias is null ? shift : [.. bias.Zip(shift, (value, change) => value + change)]
            : bias;
    }

    /// <summary>A MatMul has no bias of its own; the Add behind it has.</summary>
    private NodeProto WithShiftedBias(NodeProto node)
    {
        if (node.OpType != "Add" || node.Input.FirstOrDefault(input => graph.FloatConstant(input) is not null) is not { } constant
            || graph.Producer(node.Input[0] == constant ? node.Input[1] : node.Input[0]) is not { OpType: "MatMul" } product
            || !shifts.TryGetValue(product.Name, out var shift))
        {
            return node;
        }

        var (tensor, name) = (graph.FloatConstant(constant)!, $"{node.Name}:shifted");
        var numbers = graph.Numbers(tensor, node);
        if (numbers.Length != shift.Length)
        {
            return node;
        }

        _constants[name] = TensorData.Of(name, [.. numbers.Zip(shift, (value, change) => value + change)], [.. tensor.Dims]);
        var shifted = node.Clone();
        shifted.Input[shifted.Input.IndexOf(constant)] = name;
        return shifted;
    }
}
