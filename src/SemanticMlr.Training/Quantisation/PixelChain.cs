using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What a graph does to the pixels before its first convolution: <c>x = A p + t</c>.</summary>
internal sealed class PixelChain
{
    private readonly List<NodeProto> _nodes = [];
    private double[] _shifts = [0, 0, 0];
    private bool _isPlanes;
    private bool _isNumbers;

    private PixelChain()
    {
    }

    /// <summary>A: one row an input plane of the convolution, one column a colour.</summary>
    public double[][] Factors { get; private set; } = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

    /// <summary>The nodes that the chain is made of.</summary>
    public IReadOnlyList<NodeProto> Nodes => _nodes;

    /// <summary>The convolution behind it.</summary>
    public NodeProto Convolution { get; private set; } = new();

    /// <summary>Reads the chain; null where something else is done to the pixels.</summary>
    public static PixelChain? Read(EncoderGraph graph)
    {
        var chain = new PixelChain();
        var value = EncoderGraph.Pixels;
        while (graph.OnlyConsumer(value) is { } node)
        {
            if (node.OpType == "Conv" && !chain.Composes(graph, node))
            {
                chain.Convolution = node;
                return chain._isPlanes && chain._isNumbers && Readable(graph, node, chain.Factors.Length) ? chain : null;
            }

            if (node.OpType != "Conv" && !chain.Takes(graph, node, value))
            {
                return null;
            }

            chain._nodes.Add(node);
            value = node.Output[0];
        }

        return null;
    }

    /// <summary>The byte that stands best for x = 0.</summary>
    public int ZeroPixel()
    {
        var zeros = Factors.Zip(_shifts, (row, shift) => row.Sum() is var sum && Math.Abs(sum) > 1e-12 ? -shift / sum : 0);
        return (int)Math.Clamp(Math.Round(zeros.Average()), byte.MinValue, byte.MaxValue);
    }

    /// <summary>t once the byte is taken off every colour.</summary>
    public double[] Offsets(int zero) => [.. Factors.Zip(_shifts, (row, shift) => shift + row.Sum() * zero)];

    private static bool Readable(EncoderGraph graph, NodeProto node, int planes) =>
        node.Integer("group", 1) == 1
        && graph.FloatConstant(node.Input[1]) is { Dims: [_, var inputs, _, _] } && inputs == planes
        && (node.InputAt(2) is not { } bias || graph.FloatConstant(bias) is not null);

    /// <summary>A convolution of single pixels before another convolution is one more sum.</summary>
    private bool Composes(EncoderGraph graph, NodeProto node)
    {
        if (!_isPlanes || !_isNumbers || !Readable(graph, node, Factors.Length) || node.IsPadded()
            || node.Integers("strides").Any(stride => stride != 1)
            || graph.OnlyConsumer(node.Output[0]) is not { OpType: "Conv" } next || next.Input[0] != node.Output[0]
            || graph.FloatConstant(node.Input[1]) is not { Dims: [var outputs, _, 1, 1] } weights
            || !Readable(graph, next, (int)outputs))
        {
            return false;
        }

        var numbers = graph.Numbers(weights, node);
        var bias = node.InputAt(2) is { } name ? graph.Numbers(graph.FloatConstant(name)!, node) : new float[outputs];
        var (factors, shifts) = (Factors, _shifts);
        var rows = Enumerable.Range(0, (int)outputs).Select(output => numbers.AsSpan(output * factors.Length, factors.Length).ToArray()).ToArray();
        Factors = [.. rows.Select(row => Enumerable.Range(0, 3).Select(colour => row.Select((weight, input) => weight * factors[input][colour]).Sum()).ToArray())];
        _shifts = [.. rows.Select((row, output) => bias[output] + row.Select((weight, input) => weight * shifts[input]).Sum())];
        return true;
    }

    private bool Takes(EncoderGraph graph, NodeProto node, string value)
    {
        switch (node.OpType)
        {
            case "Transpose" when !_isPlanes && node.Integers("perm") is [0, 3, 1, 2]:
                return _isPlanes = true;
            case "Cast" when !_isNumbers && node.Integer("to", 0) == (long)TensorProto.Types.DataType.Float:
                return _isNumbers = true;
            case "Mul" or "Div" or "Add" or "Sub" when _isNumbers && Operand(graph, node, value) is { } operand:
                for (var plane = 0; plane < Factors.Length; plane++)
                {
                    var number = operand.Length == 1 ? operand[0] : operand[plane];
                    var factor = node.OpType switch { "Mul" => number, "Div" => 1 / number, _ => 1 };
                    Factors[plane] = [.. Factors[plane].Select(entry => entry * factor)];
                    _shifts[plane] = _shifts[plane] * factor + node.OpType switch { "Add" => number, "Sub" => -number, _ => 0 };
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>The other operand, where it is one number, or one for each colour.</summary>
    private double[]? Operand(EncoderGraph graph, NodeProto node, string value)
    {
        var other = node.Input[0] == value ? node.Input[1] : node.OpType is "Mul" or "Add" ? node.Input[0] : "";
        if (graph.FloatConstant(other) is not { } constant)
        {
            return null;
        }

        var numbers = graph.Numbers(constant, node).Select(number => (double)number).ToArray();
        var behind = _isPlanes ? 2 : 0; // axes after that of the colours
        var isOne = numbers.Length == 1;
        var isPerColour = numbers.Length == Factors.Length && constant.Dims.Count > behind && constant.Dims[^(behind + 1)] == numbers.Length;
        return (isOne && constant.Dims.Count <= 4) || isPerColour ? numbers : null;
    }
}
