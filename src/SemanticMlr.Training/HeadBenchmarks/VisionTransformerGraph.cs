using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>A ViT-B/16 (Dosovitskiy et al. 2021, table 1) with CLIP's projection (sigrl.md 2.1) and random weights: what the time of a head is compared with.</summary>
internal sealed class VisionTransformerGraph
{
    public const int Size = 224;
    public const int Patches = 196;
    public const int Dimension = 512;

    private const int Blocks = 12;
    private const int Heads = 12;
    private const int Width = 768;
    private const int Patch = 16;
    private const double Spread = 0.02;

    private readonly GraphBuilder _graph = new("vit_b_16");
    private readonly float[] _noise;
    private readonly Random _random = new(1);

    private VisionTransformerGraph()
    {
        // One run of numbers that every weight takes a piece of: making 86 million would take longer than all that is measured.
        _noise = new float[8 * Width * Width];
        for (var index = 0; index < _noise.Length; index++)
        {
            _noise[index] = (float)((2 * _random.NextDouble() - 1) * Spread);
        }
    }

    /// <summary>The ONNX file: <c>pixels</c> uint8 [B, 224, 224, 3] to <c>global</c> [B, 512] and <c>patches</c> [B, 196, 512].</summary>
    public static byte[] Write() => new VisionTransformerGraph().Build();

    private byte[] Build()
    {
        var pixels = _graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", Size, Size, 3);
        var tokens = Norm(Add(Tokens(pixels), Weight(1, Patches + 1, Width)));
        for (var block = 0; block < Blocks; block++)
        {
            tokens = Add(tokens, Attention(Norm(tokens)));
            tokens = Add(tokens, Linear(QuickGelu(Linear(Norm(tokens), Width, 4 * Width)), 4 * Width, Width));
        }

        var projected = _graph.Add("MatMul", [Norm(tokens), Weight(Width, Dimension)]);
        _graph.Output("global", _graph.Add("Squeeze", [Rows(projected, 0, 1), _graph.Integers(1)]), "batch", Dimension);
        _graph.Output("patches", Rows(projected, 1, Patches + 1), "batch", Patches, Dimension);
        return _graph.ToBytes();
    }

    /// <summary>The class token and one token a patch [B, 197, 768].</summary>
    private string Tokens(string pixels)
    {
        var numbers = _graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var planes = _graph.Add("Transpose", [numbers], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var embedded = _graph.Add("Conv", [planes, Weight(Width, 3, Patch, Patch)], NodeAttribute.Integers("strides", Patch, Patch));
        var patches = _graph.Add(
            "Transpose", [_graph.Add("Reshape", [embedded, _graph.Integers(0, Width, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        var none = _graph.Add("Mul", [Rows(patches, 0, 1), _graph.Number(0)]);
        return _graph.Add("Concat", [Add(none, Weight(1, 1, Width)), patches], NodeAttribute.Integer("axis", 1));
    }

    private string Attention(string tokens)
    {
        var (queries, keys, values) = (Split(tokens, 0, 2, 1, 3), Split(tokens, 0, 2, 3, 1), Split(tokens, 0, 2, 1, 3));
        var scores = _graph.Add("Mul", [_graph.Add("MatMul", [queries, keys]), _graph.Number((float)(1 / Math.Sqrt(Width / Heads)))]);
        var mixed = _graph.Add("MatMul", [_graph.Add("Softmax", [scores], NodeAttribute.Integer("axis", -1)), values]);
        var joined = _graph.Add("Transpose", [mixed], NodeAttribute.Integers("perm", 0, 2, 1, 3));
        return Linear(_graph.Add("Reshape", [joined, _graph.Integers(0, 0, Width)]), Width, Width);
    }

    private string Split(string tokens, params ReadOnlySpan<long> order) => _graph.Add(
        "Transpose",
        [_graph.Add("Reshape", [Linear(tokens, Width, Width), _graph.Integers(0, 0, Heads, Width / Heads)])],
        NodeAttribute.Integers("perm", order));

    private string QuickGelu(string value) =>
        _graph.Add("Mul", [value, _graph.Add("Sigmoid", [_graph.Add("Mul", [value, _graph.Number(1.702f)])])]);

    private string Linear(string value, int input, int output) => Add(_graph.Add("MatMul", [value, Weight(input, output)]), Weight(output));

    private string Norm(string value)
    {
        var ones = new float[Width];
        Array.Fill(ones, 1);
        return _graph.Add("LayerNormalization", [value, _graph.Constant(ones, Width), Weight(Width)], NodeAttribute.Integer("axis", -1));
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

        return _graph.Constant(_noise.AsSpan(_random.Next(_noise.Length - (int)count), (int)count), shape);
    }
}
