using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the text encoder: token ids in, <c>text_embeddings</c> out. The mask follows from the padding id inside the graph.</summary>
internal sealed class TextEncoderGraph
{
    private readonly GraphBuilder _graph = new("text_encoder");

    private TextEncoderGraph()
    {
    }

    /// <summary>The ONNX file of an encoder.</summary>
    public static byte[] Write(TextEncoder encoder, int dimension)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return new TextEncoderGraph().Build(encoder, dimension);
    }

    private byte[] Build(TextEncoder encoder, int dimension)
    {
        var length = encoder.Positions.shape[0];
        var ids = _graph.Input("input_ids", TensorProto.Types.DataType.Int64, "count", length);
        var padding = _graph.Add("Equal", [ids, _graph.Integers(encoder.Padding)]);
        var hidden = _graph.Add("Cast", [padding], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var present = _graph.Add("Sub", [_graph.Number(1), hidden]);

        var state = Sum(_graph.Add("Gather", [_graph.Weight(encoder.Tokens.weight!), ids]), _graph.Weight(encoder.Positions));
        state = Sum(state, Attention(encoder, Norm(encoder.AttentionNorm, state), hidden));
        var widened = _graph.Add("Relu", [Linear(encoder.Widen, Norm(encoder.FeedForwardNorm, state))]);
        state = Sum(state, Linear(encoder.Narrow, widened));

        var weights = _graph.Add("Unsqueeze", [present, _graph.Integers(2)]);
        var total = Reduced(_graph.Add("Mul", [Norm(encoder.OutputNorm, state), weights]));
        var count = _graph.Add("Max", [Reduced(weights), _graph.Number(1)]);
        _graph.Output("text_embeddings", Linear(encoder.Projection, _graph.Add("Div", [total, count])), "count", dimension);
        return _graph.ToBytes();
    }

    private string Attention(TextEncoder encoder, string state, string hidden)
    {
        var (heads, size) = (encoder.Heads, encoder.Queries.weight!.shape[0] / encoder.Heads);
        var queries = Split(Linear(encoder.Queries, state), 0, 2, 1, 3);
        var keys = Split(Linear(encoder.Keys, state), 0, 2, 3, 1);
        var scores = _graph.Add("Div", [_graph.Add("MatMul", [queries, keys]), _graph.Number((float)Math.Sqrt(size))]);
        var mask = _graph.Add("Mul", [_graph.Add("Unsqueeze", [hidden, _graph.Integers(1, 2)]), _graph.Number(-TextEncoder.MaskedScore)]);
        var shares = _graph.Add("Softmax", [Sum(scores, mask)], NodeAttribute.Integer("axis", -1));
        var mixed = _graph.Add("MatMul", [shares, Split(Linear(encoder.Values, state), 0, 2, 1, 3)]);
        var joined = _graph.Add("Transpose", [mixed], NodeAttribute.Integers("perm", 0, 2, 1, 3));
        return Linear(encoder.Attended, _graph.Add("Reshape", [joined, _graph.Integers(0, 0, heads * size)]));

        string Split(string value, params ReadOnlySpan<long> order) => _graph.Add(
            "Transpose", [_graph.Add("Reshape", [value, _graph.Integers(0, 0, heads, size)])], NodeAttribute.Integers("perm", order));
    }

    private string Linear(Linear layer, string input) =>
        Sum(_graph.Add("MatMul", [input, _graph.Weight(layer.weight!.t())]), _graph.Weight(layer.bias!));

    private string Norm(LayerNorm layer, string input) => _graph.Add(
        "LayerNormalization",
        [input, _graph.Weight(layer.weight!), _graph.Weight(layer.bias!)],
        NodeAttribute.Integer("axis", -1),
        NodeAttribute.Number("epsilon", (float)layer.eps));

    private string Reduced(string input) => _graph.Add("ReduceSum", [input, _graph.Integers(1)], NodeAttribute.Integer("keepdims", 0));

    private string Sum(string left, string right) => _graph.Add("Add", [left, right]);
}
