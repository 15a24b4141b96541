using SemanticMlr.Training.Onnx;

namespace SemanticMlr.Training.RandomEncoders;

/// <summary>A vision transformer (Dosovitskiy et al. 2021) with CLIP's norm before the blocks, QuickGELU and projection (sigrl.md 2.1), and random weights.</summary>
internal sealed class VisionTransformerGraph
{
    private const double Spread = 0.02;

    private readonly VisionTransformerShape _shape;
    private readonly GraphBuilder _graph = new("vision_transformer");
    private readonly RandomWeights _weights;

    private VisionTransformerGraph(VisionTransformerShape shape) =>
        (_shape, _weights) = (shape, new RandomWeights(8 * shape.Width * Math.Max(shape.Width, shape.Patch * shape.Patch)));

    /// <summary>The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] to <c>global</c> [B, D] and <c>patches</c> [B, P, D].</summary>
    public static byte[] Write(VisionTransformerShape shape) => new VisionTransformerGraph(shape).Build();

    private byte[] Build()
    {
        var (width, patches, dimension) = (_shape.Width, _shape.Patches, _shape.Dimension);
        var pixels = PixelEntry.Write(_graph, _shape.Size);
        var tokens = Norm(Add(Tokens(pixels), Weight(1, patches + 1, width)));
        for (var block = 0; block < _shape.Blocks; block++)
        {
            tokens = Add(tokens, Attention(Norm(tokens)));
            tokens = Add(tokens, Linear(QuickGelu(Linear(Norm(tokens), width, 4 * width)), 4 * width, width));
        }

        var projected = _graph.Add("MatMul", [Norm(tokens), Weight(width, dimension)]);
        _graph.Output("global", _graph.Add("Squeeze", [Rows(projected, 0, 1), _graph.Integers(1)]), "batch", dimension);
        _graph.Output("patches", Rows(projected, 1, patches + 1), "batch", patches, dimension);
        return _graph.ToBytes();
    }

    /// <summary>The class token and one token a patch [B, P + 1, W].</summary>
    private string Tokens(string planes)
    {
        var (width, patch) = (_shape.Width, _shape.Patch);
        var embedded = _graph.Add("Conv", [planes, Weight(width, 3, patch, patch)], NodeAttribute.Integers("strides", patch, patch));
        var patches = _graph.Add(
            "Transpose", [_graph.Add("Reshape", [embedded, _graph.Integers(0, width, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        var none = _graph.Add("Mul", [Rows(patches, 0, 1), _graph.Number(0)]);
        return _graph.Add("Concat", [Add(none, Weight(1, 1, width)), patches], NodeAttribute.Integer("axis", 1));
    }

    private string Attention(string tokens)
    {
        var (queries, keys, values) = (Split(tokens, 0, 2, 1, 3), Split(tokens, 0, 2, 3, 1), Split(tokens, 0, 2, 1, 3));
        var scale = (float)(1 / Math.Sqrt(_shape.Width / _shape.Heads));
        var scores = _graph.Add("Mul", [_graph.Add("MatMul", [queries, keys]), _graph.Number(scale)]);
        var mixed = _graph.Add("MatMul", [_graph.Add("Softmax", [scores], NodeAttribute.Integer("axis", -1)), values]);
        var joined = _graph.Add("Transpose", [mixed], NodeAttribute.Integers("perm", 0, 2, 1, 3));
        return Linear(_graph.Add("Reshape", [joined, _graph.Integers(0, 0, _shape.Width)]), _shape.Width, _shape.Width);
    }

    private string Split(string tokens, params ReadOnlySpan<long> order) => _graph.Add(
        "Transpose",
        [_graph.Add("Reshape", [Linear(tokens, _shape.Width, _shape.Width), _graph.Integers(0, 0, _shape.Heads, _shape.Width / _shape.Heads)])],
        NodeAttribute.Integers("perm", order));

    private string QuickGelu(string value) =>
        _graph.Add("Mul", [value, _graph.Add("Sigmoid", [_graph.Add("Mul", [value, _graph.Number(1.702f)])])]);

    private string Linear(string value, int input, int output) => Add(_graph.Add("MatMul", [value, Weight(input, output)]), Weight(output));

    private string Norm(string value)
    {
        var ones = new float[_shape.Width];
        Array.Fill(ones, 1);
        return _graph.Add("LayerNormalization", [value, _graph.Constant(ones, ones.Length), Weight(_shape.Width)], NodeAttribute.Integer("axis", -1));
    }

    private string Rows(string tokens, long from, long to) =>
        _graph.Add("Slice", [tokens, _graph.Integers(from), _graph.Integers(to), _graph.Integers(1)]);

    private string Add(string left, string right) => _graph.Add("Add", [left, right]);

    private string Weight(params ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var side in shape)
        {
            count *= side;
        }

        return _graph.Constant(_weights.Take(count, Spread), shape);
    }
}
