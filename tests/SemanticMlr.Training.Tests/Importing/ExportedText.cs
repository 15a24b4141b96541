using SemanticMlr.Training.Onnx;
using static SemanticMlr.Training.Onnx.Messages.TensorProto.Types;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>The graph of Hugging Face's <c>CLIPTextModelWithProjection</c>: causal attention, the token with the largest id picked.</summary>
internal static class ExportedText
{
    public static ExportedGraph Build(Weights weights, ClipSizes sizes, int operatorSet, DataType type = DataType.Int64, bool mask = false)
    {
        var graph = new ExportedGraph(operatorSet);
        var ids = graph.Input("input_ids", type, "batch_size", "sequence_length");
        const string Path = "/text_model/embeddings";
        var words = graph.Node($"{Path}/token_embedding/Gather", "Gather", [graph.Weight(weights, "text_model.embeddings.token_embedding.weight", sizes.Vocabulary, sizes.TextWidth), ids]);
        var length = graph.Node($"{Path}/Gather", "Gather", [graph.Node($"{Path}/Shape", "Shape", [ids]), graph.Integers($"{Path}/Constant", 1)], NodeAttribute.Integer("axis", 0));
        var positions = graph.Node(
            $"{Path}/Slice", "Slice", [graph.Weight(weights, "text_model.embeddings.position_embedding.weight", sizes.Context, sizes.TextWidth), graph.Integers($"{Path}/Constant_1", 0), length, graph.Integers($"{Path}/Constant_2", 0)]);
        var tokens = graph.Node($"{Path}/Add", "Add", [words, positions]);
        var hidden = Hidden(graph, sizes, length, mask ? graph.Input("attention_mask", type, "batch_size", "sequence_length") : null);
        for (var layer = 0; layer < sizes.TextLayers; layer++)
        {
            var (path, module) = ($"/text_model/encoder/layers.{layer}", $"text_model.encoder.layers.{layer}");
            var normed = graph.Norm(weights, path + "/layer_norm1", module + ".layer_norm1", tokens, sizes.TextWidth);
            tokens = graph.Node(path + "/Add", "Add", [tokens, ExportedVision.Attention(graph, weights, path + "/self_attn", module + ".self_attn", normed, sizes.TextWidth, sizes.TextHeads, hidden)]);
            tokens = graph.Node(path + "/Add_1", "Add", [tokens, ExportedVision.Perceptron(graph, weights, path, module, tokens, sizes.TextWidth)]);
        }

        var last = graph.Norm(weights, "/text_model/final_layer_norm", "text_model.final_layer_norm", tokens, sizes.TextWidth);
        var end = graph.Node("/text_model/ArgMax", "ArgMax", [ids], NodeAttribute.Integer("axis", -1), NodeAttribute.Integer("keepdims", 1));
        var place = graph.Node("/text_model/Unsqueeze", "Unsqueeze", [end, graph.Integers("/text_model/Constant", 2)]);
        var chosen = graph.Node("/text_model/Expand", "Expand", [place, graph.Integers("/text_model/Constant_1", 1, 1, sizes.TextWidth)]);
        var picked = graph.Node("/text_model/GatherElements", "GatherElements", [last, chosen], NodeAttribute.Integer("axis", 1));
        var pooled = graph.Node("/text_model/Squeeze", "Squeeze", [picked, graph.Integers("/text_model/Constant_2", 1)]);
        graph.Node("/text_projection/MatMul", "MatMul", [pooled, graph.Turned(weights, "text_projection.weight", sizes.Dimension, sizes.TextWidth)], "text_embeds");
        graph.Output("text_embeds", "batch_size", sizes.Dimension);
        return graph;
    }

    /// <summary>What is added to scores: a large negative number for later tokens and, with a mask, for padding.</summary>
    private static string Hidden(ExportedGraph graph, ClipSizes sizes, string length, string? mask)
    {
        var values = new float[sizes.Context * sizes.Context];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = index % sizes.Context > index / sizes.Context ? -1e9f : 0;
        }

        graph.Model.Graph.Initializer.Add(TensorData.Of("causal_mask", values, 1, 1, sizes.Context, sizes.Context));
        var start = graph.Integers("/text_model/Constant_3", 0, 0);
        var end = graph.Node("/text_model/Concat", "Concat", [length, length], NodeAttribute.Integer("axis", 0));
        var causal = graph.Node("/text_model/Slice", "Slice", ["causal_mask", start, end, graph.Integers("/text_model/Constant_4", 2, 3)]);
        if (mask is null)
        {
            return causal;
        }

        var present = graph.Node("/text_model/Cast", "Cast", [mask], NodeAttribute.Integer("to", (long)DataType.Float));
        var absent = graph.Node("/text_model/Sub", "Sub", [graph.Number("/text_model/one", 1), present]);
        var heavy = graph.Node("/text_model/Mul", "Mul", [absent, graph.Number("/text_model/heavy", -1e9f)]);
        return graph.Node("/text_model/Add", "Add", [causal, graph.Node("/text_model/Unsqueeze_1", "Unsqueeze", [heavy, graph.Integers("/text_model/Constant_5", 1, 2)])]);
    }
}
