using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

/// <summary>Encoders of 16 x 16 pixels with weights drawn from a fixed seed.</summary>
internal sealed class SmallEncoders
{
    public const int Size = 16;
    public const int Dimension = 8;
    private const int Width = 16;

    private readonly GraphBuilder _graph = new("small");
    private readonly Random _random = new(3);

    private SmallEncoders()
    {
    }

    /// <summary>Two convolutions with a residual connection, a pool and a projection of each kind.</summary>
    public static byte[] Convolutional(float[] mean, float[] std, int padding = 1) => new SmallEncoders().BuildConvolutional(mean, std, padding);

    /// <summary>One block of a vision transformer.</summary>
    public static byte[] Transformer() => new SmallEncoders().BuildTransformer();

    public static EncoderGraph Parse(byte[] bytes) => EncoderGraph.Parse("encoder.onnx", bytes);

    /// <summary>The graph after a change.</summary>
    public static byte[] Edit(byte[] bytes, Action<ModelProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(bytes);
        change(model);
        return Google.Protobuf.MessageExtensions.ToByteArray(model);
    }

    public static CalibrationFrames Frames(int count = 8) =>
        CalibrationFrames.Read("noise", new NoisePictures(count), new ImageSpecification { Size = Size }, count, CancellationToken.None);

    /// <summary>What the graph gives for a frame.</summary>
    public static float[][] Run(EncoderGraph graph, CalibrationFrame frame, params string[] tensors)
    {
        using var runner = new GraphRunner(graph.Path, graph.Model, 1, tensors);
        return runner.Values(frame.Pixels, tensors);
    }

    private byte[] BuildConvolutional(float[] mean, float[] std, int padding)
    {
        var pixels = _graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", Size, Size, 3);
        var numbers = _graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var shares = _graph.Add("Div", [numbers, _graph.Number(255)]);
        var centred = _graph.Add("Div", [_graph.Add("Sub", [shares, _graph.Constant(mean, 3)]), _graph.Constant(std, 3)]);
        var planes = _graph.Add("Transpose", [centred], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var first = _graph.Add("Relu", [Convolution(planes, 3, Width, 3, padding, stride: 2)]);
        var second = Convolution(first, Width, Width, 3, 1);
        var joined = _graph.Add("Relu", [_graph.Add("Add", [second, first])]);
        var patches = _graph.Add("Reshape", [Convolution(joined, Width, Dimension, 1, 0), _graph.Integers(0, Dimension, -1)]);
        var third = _graph.Add("Relu", [Convolution(joined, Width, Width, 3, 1)]);
        var pooled = _graph.Add("Flatten", [_graph.Add("GlobalAveragePool", [third])]);
        var hidden = _graph.Add("Relu", [_graph.Add("Gemm", [pooled, Weight(Width, Width), Weight(Width)], NodeAttribute.Integer("transB", 1))]);
        _graph.Output("global", _graph.Add("Gemm", [hidden, Weight(Width, Dimension), Weight(Dimension)]), "batch", Dimension);
        _graph.Output("patches", _graph.Add("Transpose", [patches], NodeAttribute.Integers("perm", 0, 2, 1)), "batch", "patches", Dimension);
        return _graph.ToBytes();
    }

    private byte[] BuildTransformer()
    {
        var pixels = _graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", Size, Size, 3);
        var numbers = _graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var planes = _graph.Add("Transpose", [_graph.Add("Mul", [numbers, _graph.Number(1 / 255f)])], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var embedded = _graph.Add("Conv", [planes, Weight(Width, 3, 4, 4)], NodeAttribute.Integers("strides", 4, 4));
        var tokens = _graph.Add("Transpose", [_graph.Add("Reshape", [embedded, _graph.Integers(0, Width, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        tokens = _graph.Add("Add", [tokens, Weight(1, 16, Width)]);
        var normed = Norm(tokens);
        var (queries, keys, values) = (Linear(normed, Width, Width), Linear(normed, Width, Width), Linear(normed, Width, Width));
        var scores = _graph.Add("MatMul", [queries, _graph.Add("Transpose", [keys], NodeAttribute.Integers("perm", 0, 2, 1))]);
        var weights = _graph.Add("Softmax", [_graph.Add("Mul", [scores, _graph.Number(0.25f)])], NodeAttribute.Integer("axis", -1));
        tokens = _graph.Add("Add", [tokens, Linear(_graph.Add("MatMul", [weights, values]), Width, Width)]);
        var hidden = Linear(Norm(tokens), Width, 2 * Width);
        var gelu = _graph.Add("Mul", [hidden, _graph.Add("Sigmoid", [_graph.Add("Mul", [hidden, _graph.Number(1.702f)])])]);
        tokens = Norm(_graph.Add("Add", [tokens, Linear(gelu, 2 * Width, Width)]));
        var projected = _graph.Add("MatMul", [tokens, Weight(Width, Dimension)]);
        _graph.Output("global", _graph.Add("ReduceMean", [projected], NodeAttribute.Integers("axes", 1), NodeAttribute.Integer("keepdims", 0)), "batch", Dimension);
        _graph.Output("patches", projected, "batch", 16, Dimension);
        return _graph.ToBytes();
    }

    private string Convolution(string input, int from, int to, int kernel, int padding, int stride = 1) => _graph.Add(
        "Conv",
        [input, Weight(to, from, kernel, kernel), Weight(to)],
        NodeAttribute.Integers("kernel_shape", kernel, kernel),
        NodeAttribute.Integers("strides", stride, stride),
        NodeAttribute.Integers("pads", padding, padding, padding, padding));

    private string Linear(string value, int from, int to) => _graph.Add("Add", [_graph.Add("MatMul", [value, Weight(from, to)]), Weight(to)]);

    private string Norm(string value) => _graph.Add(
        "LayerNormalization", [value, _graph.Constant([.. Enumerable.Repeat(1f, Width)], Width), Weight(Width)], NodeAttribute.Integer("axis", -1));

    private string Weight(params ReadOnlySpan<long> shape)
    {
        var count = 1L;
        var inputs = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            count *= shape[axis];
            inputs *= axis > 0 ? shape[axis] : 1;
        }

        var spread = 1.5 / Math.Sqrt(Math.Max(inputs, 4));
        return _graph.Constant([.. Enumerable.Range(0, (int)count).Select(_ => (float)((2 * _random.NextDouble() - 1) * spread))], shape);
    }
}
