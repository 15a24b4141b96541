using SemanticMlr.Training.Onnx;

namespace SemanticMlr.Training.RandomEncoders;

/// <summary>A FastViT encoder as it runs after training, when the branches of every block are folded into one convolution, with random weights.</summary>
/// <remarks>
/// The layers are those of MCi0: a stem of three convolutions, stages of 3 x 3 depthwise mixers and feed-forward parts (7 x 7 depthwise, two 1 x 1 that widen
/// threefold, GELU), a 7 x 7 depthwise and a 1 x 1 convolution between two stages (with squeeze-and-excitation before the last two), a 7 x 7 depthwise position encoding and attention
/// with heads of 32 in the last stage, and a 3 x 3 expansion to twice the width with squeeze-and-excitation. Norms and layer scales are constants that fold
/// into the weights, so they are not there. Different is the end: MobileCLIP projects the mean of the cells; here every cell is projected too, for <c>patches</c>.
/// </remarks>
internal sealed class FastVitGraph
{
    private const int Widening = 3;
    private const int HeadWidth = 32;
    private const int NoiseLength = 1 << 21;

    /// <summary>What a block adds is small beside what it gets, as with trained layer scales: numbers neither grow nor fade.</summary>
    private const double Residual = 0.3;

    /// <summary>Makes up for what a GELU takes of the variance (He et al. 2015).</summary>
    private const double BehindGelu = 1.4;

    private const double BiasSpread = 0.05;

    private readonly FastVitShape _shape;
    private readonly GraphBuilder _graph = new("fast_vit");
    private readonly RandomWeights _weights = new(NoiseLength);

    private FastVitGraph(FastVitShape shape) => _shape = shape;

    /// <summary>The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] to <c>global</c> [B, D] and <c>patches</c> [B, P, D].</summary>
    public static byte[] Write(FastVitShape shape) => new FastVitGraph(shape).Build();

    private byte[] Build()
    {
        var width = _shape.Stages[0].Width;
        var value = Gelu(Convolution(PixelEntry.Write(_graph, _shape.Size), 3, width, 3, stride: 2));
        value = Gelu(Convolution(value, width, width, 3, stride: 2, groups: width, gain: BehindGelu));
        value = Gelu(Convolution(value, width, width, 1, gain: BehindGelu));
        for (var stage = 0; stage < _shape.Stages.Count; stage++)
        {
            var isLast = stage == _shape.Stages.Count - 1;
            value = Stage(stage == 0 ? value : Smaller(value, stage), _shape.Stages[stage], isLast);
        }

        var last = _shape.Stages[^1].Width;
        var expanded = Gelu(Excite(Convolution(value, last, 2 * last, 3, groups: last), 2 * last, 16));
        var projection = Weight(1, 2 * last, _shape.Dimension);
        var mean = _graph.Add("Flatten", [_graph.Add("GlobalAveragePool", [expanded])]);
        _graph.Output("global", _graph.Add("MatMul", [mean, projection]), "batch", _shape.Dimension);
        var cells = _graph.Add("Transpose", [_graph.Add("Reshape", [expanded, _graph.Integers(0, 2 * last, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        _graph.Output("patches", _graph.Add("MatMul", [cells, projection]), "batch", _shape.Cells * _shape.Cells, _shape.Dimension);
        return _graph.ToBytes();
    }

    private string Stage(string value, (int Width, int Blocks) stage, bool attends)
    {
        var (width, blocks) = stage;
        value = attends ? Convolution(value, width, width, 7, groups: width) : value;
        for (var block = 0; block < blocks; block++)
        {
            value = attends ? Add(value, Attention(value, width)) : Convolution(value, width, width, 3, groups: width);
            var mixed = Convolution(value, width, width, 7, groups: width);
            var hidden = Gelu(Convolution(mixed, width, Widening * width, 1));
            value = Add(value, Convolution(hidden, Widening * width, width, 1, gain: Residual));
        }

        return value;
    }

    /// <summary>The way from one stage to the next.</summary>
    private string Smaller(string value, int stage)
    {
        var (before, width) = (_shape.Stages[stage - 1].Width, _shape.Stages[stage].Width);
        var halved = Convolution(value, before, width, 7, stride: 2, groups: before);
        return Gelu(Convolution(Gelu(stage >= _shape.Stages.Count - 2 ? Excite(halved, width, 4) : halved), width, width, 1, gain: BehindGelu));
    }

    /// <summary>Squeeze-and-excitation (Hu et al. 2018).</summary>
    private string Excite(string value, int width, int reduction)
    {
        var squeezed = _graph.Add("Relu", [Convolution(_graph.Add("GlobalAveragePool", [value]), width, width / reduction, 1)]);
        return _graph.Add("Mul", [value, _graph.Add("Sigmoid", [Convolution(squeezed, width / reduction, width, 1)])]);
    }

    private string Attention(string value, int width)
    {
        var heads = width / HeadWidth;
        var rows = _graph.Add("Transpose", [_graph.Add("Reshape", [value, _graph.Integers(0, width, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        var (queries, keys, values) = (Split(rows, width, heads, 0, 2, 1, 3), Split(rows, width, heads, 0, 2, 3, 1), Split(rows, width, heads, 0, 2, 1, 3));
        var scores = _graph.Add("Mul", [_graph.Add("MatMul", [queries, keys]), _graph.Number((float)(1 / Math.Sqrt(HeadWidth)))]);
        var mixed = _graph.Add("MatMul", [_graph.Add("Softmax", [scores], NodeAttribute.Integer("axis", -1)), values]);
        var joined = _graph.Add("Reshape", [_graph.Add("Transpose", [mixed], NodeAttribute.Integers("perm", 0, 2, 1, 3)), _graph.Integers(0, 0, width)]);
        var projected = Add(_graph.Add("MatMul", [joined, Weight(Residual, width, width)]), Weight(BiasSpread, width));
        var planes = _graph.Add("Transpose", [projected], NodeAttribute.Integers("perm", 0, 2, 1));
        return _graph.Add("Reshape", [planes, _graph.Integers(0, width, _shape.Cells, _shape.Cells)]);
    }

    private string Split(string rows, int width, int heads, params ReadOnlySpan<long> order) => _graph.Add(
        "Transpose",
        [_graph.Add("Reshape", [_graph.Add("MatMul", [rows, Weight(1, width, width)]), _graph.Integers(0, 0, heads, HeadWidth)])],
        NodeAttribute.Integers("perm", order));

    private string Convolution(string input, int from, int to, int kernel, int stride = 1, int groups = 1, double gain = 1) => _graph.Add(
        "Conv",
        [input, Filter(gain, to, from / groups, kernel), Weight(BiasSpread, to)],
        NodeAttribute.Integers("kernel_shape", kernel, kernel),
        NodeAttribute.Integers("strides", stride, stride),
        NodeAttribute.Integers("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2),
        NodeAttribute.Integer("group", groups));

    /// <summary>The form with the error function, which ONNX Runtime knows and runs as one node.</summary>
    private string Gelu(string value)
    {
        var share = Add(_graph.Add("Erf", [_graph.Add("Div", [value, _graph.Number((float)Math.Sqrt(2))])]), _graph.Number(1));
        return _graph.Add("Mul", [_graph.Add("Mul", [value, share]), _graph.Number(0.5f)]);
    }

    private string Add(string left, string right) => _graph.Add("Add", [left, right]);

    private string Filter(double gain, int to, int from, int kernel) =>
        _graph.Constant(_weights.Take((long)to * from * kernel * kernel, gain * Unit(from * kernel * kernel)), to, from, kernel, kernel);

    private string Weight(double gain, int inputs, int outputs) => _graph.Constant(_weights.Take((long)inputs * outputs, gain * Unit(inputs)), inputs, outputs);

    private string Weight(double spread, int count) => _graph.Constant(_weights.Take(count, spread), count);

    /// <summary>The spread that keeps the variance of a sum over so many inputs; an even distribution up to s has the variance s²/3.</summary>
    private static double Unit(int inputs) => Math.Sqrt(3.0 / inputs);
}
