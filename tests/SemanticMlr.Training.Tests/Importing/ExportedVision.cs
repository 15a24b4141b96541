using SemanticMlr.Training.Onnx;
using static SemanticMlr.Training.Onnx.Messages.TensorProto.Types;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>The graph of Hugging Face's <c>CLIPVisionModelWithProjection</c> as Optimum exports it: its nodes, names and shapes.</summary>
internal static class ExportedVision
{
    public static ExportedGraph Build(Weights weights, ClipSizes sizes, int operatorSet, bool open = true, Action<ExportedGraph, string>? tail = null)
    {
        var graph = new ExportedGraph(operatorSet);
        object[] image = open ? ["batch_size", "num_channels", "height", "width"] : ["batch_size", 3, sizes.Size, sizes.Size];
        var pixels = graph.Input("pixel_values", DataType.Float, image);
        var tokens = graph.Norm(weights, "/vision_model/pre_layrnorm", "vision_model.pre_layrnorm", Embed(graph, weights, sizes, pixels), sizes.Width);
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            tokens = Layer(graph, weights, sizes, layer, tokens);
        }

        if (tail is not null)
        {
            tail(graph, tokens);
            return graph;
        }

        var picked = graph.Node("/vision_model/Gather_4", "Gather", [tokens, graph.Integer("/vision_model/Constant_20", 0)], NodeAttribute.Integer("axis", 1));
        var normed = graph.Norm(weights, "/vision_model/post_layernorm", "vision_model.post_layernorm", picked, sizes.Width);
        graph.Node("/visual_projection/MatMul", "MatMul", [normed, graph.Turned(weights, "visual_projection.weight", sizes.Dimension, sizes.Width)], "image_embeds");
        graph.Node("/vision_model/Identity", "Identity", [tokens], "last_hidden_state");
        graph.Output("image_embeds", "batch_size", sizes.Dimension);
        graph.Output("last_hidden_state", "batch_size", sizes.Tokens, sizes.Width);
        return graph;
    }

    private static string Embed(ExportedGraph graph, Weights weights, ClipSizes sizes, string pixels)
    {
        const string Path = "/vision_model/embeddings";
        var batch = graph.Node($"{Path}/Gather", "Gather", [graph.Node($"{Path}/Shape", "Shape", [pixels]), graph.Integer($"{Path}/Constant", 0)], NodeAttribute.Integer("axis", 0));
        var map = graph.Node(
            $"{Path}/patch_embedding/Conv",
            "Conv",
            [pixels, graph.Weight(weights, "vision_model.embeddings.patch_embedding.weight", sizes.Width, 3, sizes.Patch, sizes.Patch)],
            NodeAttribute.Integers("kernel_shape", sizes.Patch, sizes.Patch),
            NodeAttribute.Integers("strides", sizes.Patch, sizes.Patch),
            NodeAttribute.Integers("dilations", 1, 1),
            NodeAttribute.Integers("pads", 0, 0, 0, 0),
            NodeAttribute.Integer("group", 1));
        var head = graph.Node($"{Path}/Slice", "Slice", [graph.Node($"{Path}/Shape_1", "Shape", [map]), graph.Integers($"{Path}/Constant_1", 0), graph.Integers($"{Path}/Constant_2", 2), graph.Integers($"{Path}/Constant_3", 0)]);
        var shape = graph.Node($"{Path}/Concat", "Concat", [head, graph.Integers($"{Path}/Constant_4", -1)], NodeAttribute.Integer("axis", 0));
        var patches = graph.Node($"{Path}/Transpose", "Transpose", [graph.Node($"{Path}/Reshape", "Reshape", [map, shape])], NodeAttribute.Integers("perm", 0, 2, 1));

        var count = graph.Node($"{Path}/Unsqueeze", "Unsqueeze", [batch, graph.Integers($"{Path}/Constant_5", 0)]);
        var wide = graph.Node($"{Path}/Concat_1", "Concat", [count, graph.Integers($"{Path}/Constant_6", 1), graph.Integers($"{Path}/Constant_7", -1)], NodeAttribute.Integer("axis", 0));
        var ones = graph.Node($"{Path}/Where", "Where", [graph.Node($"{Path}/Equal", "Equal", [wide, graph.Integers($"{Path}/Constant_8", -1, -1, -1)]), graph.Integers($"{Path}/Constant_9", 1, 1, 1), wide]);
        var classes = graph.Node($"{Path}/Expand", "Expand", [graph.Weight(weights, "vision_model.embeddings.class_embedding", sizes.Width), ones]);
        var tokens = graph.Node($"{Path}/Concat_2", "Concat", [classes, patches], NodeAttribute.Integer("axis", 1));
        var places = graph.Integers($"{Path}/Constant_10", [.. Enumerable.Range(0, sizes.Tokens).Select(place => (long)place)]);
        var rows = graph.Node($"{Path}/Unsqueeze_1", "Unsqueeze", [places, graph.Integers($"{Path}/Constant_11", 0)]);
        var positions = graph.Node(
            $"{Path}/position_embedding/Gather", "Gather", [graph.Weight(weights, "vision_model.embeddings.position_embedding.weight", sizes.Tokens, sizes.Width), rows]);
        return graph.Node($"{Path}/Add", "Add", [tokens, positions]);
    }

    private static string Layer(ExportedGraph graph, Weights weights, ClipSizes sizes, int number, string tokens)
    {
        var (path, module) = ($"/vision_model/encoder/layers.{number}", $"vision_model.encoder.layers.{number}");
        var attended = Attention(graph, weights, path + "/self_attn", module + ".self_attn", graph.Norm(weights, path + "/layer_norm1", module + ".layer_norm1", tokens, sizes.Width), sizes.Width, sizes.Heads, null);
        tokens = graph.Node(path + "/Add", "Add", [tokens, attended]);
        return graph.Node(path + "/Add_1", "Add", [tokens, Perceptron(graph, weights, path, module, tokens, sizes.Width)]);
    }

    public static string Perceptron(ExportedGraph graph, Weights weights, string path, string module, string tokens, int width)
    {
        var wide = graph.Linear(weights, path + "/mlp/fc1", module + ".mlp.fc1", graph.Norm(weights, path + "/layer_norm2", module + ".layer_norm2", tokens, width), width, 4 * width);
        var scaled = graph.Node(path + "/mlp/activation_fn/Mul", "Mul", [wide, graph.Number(path + "/mlp/activation_fn/Constant_output_0", 1.702f)]);
        var gate = graph.Node(path + "/mlp/activation_fn/Sigmoid", "Sigmoid", [scaled]);
        return graph.Linear(weights, path + "/mlp/fc2", module + ".mlp.fc2", graph.Node(path + "/mlp/activation_fn/Mul_1", "Mul", [wide, gate]), 4 * width, width);
    }

    public static string Attention(ExportedGraph graph, Weights weights, string path, string module, string tokens, int width, int heads, string? mask)
    {
        var size = width / heads;
        var scaled = graph.Node(
            path + "/Mul", "Mul", [graph.Linear(weights, path + "/q_proj", module + ".q_proj", tokens, width, width), graph.Number(path + "/Constant_output_0", (float)(1 / Math.Sqrt(size)))]);
        var queries = Split(path, scaled, "q", 0, 2, 1, 3);
        var keys = Split(path, graph.Linear(weights, path + "/k_proj", module + ".k_proj", tokens, width, width), "k", 0, 2, 3, 1);
        var values = Split(path, graph.Linear(weights, path + "/v_proj", module + ".v_proj", tokens, width, width), "v", 0, 2, 1, 3);
        var scores = graph.Node(path + "/MatMul", "MatMul", [queries, keys]);
        scores = mask is null ? scores : graph.Node(path + "/Add", "Add", [scores, mask]);
        var shares = graph.Node(path + "/Softmax", "Softmax", [scores], NodeAttribute.Integer("axis", -1));
        var mixed = graph.Node(path + "/MatMul_1", "MatMul", [shares, values]);
        var joined = graph.Node(path + "/Transpose_o", "Transpose", [mixed], NodeAttribute.Integers("perm", 0, 2, 1, 3));
        var flat = graph.Node(path + "/Reshape_o", "Reshape", [joined, graph.Integers(path + "/Constant_o", 0, 0, width)]);
        return graph.Linear(weights, path + "/out_proj", module + ".out_proj", flat, width, width);

        string Split(string at, string value, string part, params long[] order) => graph.Node(
            $"{at}/Transpose_{part}",
            "Transpose",
            [graph.Node($"{at}/Reshape_{part}", "Reshape", [value, graph.Integers($"{at}/Constant_{part}", 0, 0, heads, size)])],
            NodeAttribute.Integers("perm", order));
    }
}
