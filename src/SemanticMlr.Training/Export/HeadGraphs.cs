using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the heads. The number of labels varies; the scales and biases are inside.</summary>
internal static class HeadGraphs
{
    /// <summary>The head that reads the global vector only.</summary>
    public static byte[] Clip(MatchingHeads heads, int dimension)
    {
        var graph = new GraphBuilder("head_clip");
        var global = graph.Input("global", TensorProto.Types.DataType.Float, "batch", dimension);
        var labels = graph.Input("label_embeddings", TensorProto.Types.DataType.Float, "labels", dimension);
        var whole = Products(graph, global, labels);
        graph.Output("logits", Line(graph, whole, heads.ClipScale, heads.ClipBias), "batch", "labels");
        return graph.ToBytes();
    }

    /// <summary>The head that adds the mean of the best patches (sigrl.md 2.6, without its norm over labels).</summary>
    /// <param name="heads">Scales and biases.</param>
    /// <param name="dimension">Length of an embedding.</param>
    /// <param name="patches">Patches of an image.</param>
    /// <param name="topK">Patches that are averaged.</param>
    /// <param name="explain">Adds <c>relevance</c>: the probability, 0..1, that the centre of the label lies in the patch.</param>
    public static byte[] Mkt(MatchingHeads heads, int dimension, int patches, int topK, bool explain)
    {
        var graph = new GraphBuilder(explain ? "head_mkt_explain" : "head_mkt");
        var global = graph.Input("global", TensorProto.Types.DataType.Float, "batch", dimension);
        var local = graph.Input("patches", TensorProto.Types.DataType.Float, "batch", patches, dimension);
        var labels = graph.Input("label_embeddings", TensorProto.Types.DataType.Float, "labels", dimension);
        var products = Products(graph, local, labels);
        var best = graph.Add("TopK", [products, graph.Integers(Math.Min(topK, patches))], 2, NodeAttribute.Integer("axis", 1))[0];
        var mean = graph.Add("ReduceMean", [best], NodeAttribute.Integers("axes", 1), NodeAttribute.Integer("keepdims", 0));
        var whole = graph.Add("Mul", [Products(graph, global, labels), graph.Number(Value(heads.GlobalScale))]);
        graph.Output("logits", graph.Add("Add", [Line(graph, mean, heads.LocalScale, heads.Bias), whole]), "batch", "labels");
        if (explain)
        {
            graph.Output("relevance", graph.Add("Sigmoid", [Line(graph, products, heads.PatchScale, heads.PatchBias)]), "batch", patches, "labels");
        }

        return graph.ToBytes();
    }

    private static string Products(GraphBuilder graph, string vectors, string labels) =>
        graph.Add("MatMul", [vectors, graph.Add("Transpose", [labels], NodeAttribute.Integers("perm", 1, 0))]);

    private static string Line(GraphBuilder graph, string value, Tensor scale, Tensor bias) =>
        graph.Add("Add", [graph.Add("Mul", [value, graph.Number(Value(scale))]), graph.Number(Value(bias))]);

    private static float Value(Tensor number) => TensorData.Values(number)[0];
}
