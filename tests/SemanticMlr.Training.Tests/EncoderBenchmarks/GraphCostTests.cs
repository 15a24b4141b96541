using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;
using SemanticMlr.Training.RandomEncoders;

namespace SemanticMlr.Training.Tests.EncoderBenchmarks;

public sealed class GraphCostTests
{
    [Fact]
    public void EachNodeIsCountedAsTheProductThatItIs()
    {
        var cost = GraphCost.Of(EncoderGraph.Parse("encoder.onnx", Encoder()));

        // 8 x 8 pixels: a convolution 3 x 3 with stride 2 gives 4 x 4 places of 5 planes, one by groups 3 x 3 keeps them.
        Assert.Equal(
            [
                ("Conv", 16 * 27 * 5L, new GemmShape(16, 27, 5)),
                ("Conv", 16 * 9 * 5L, null),
                ("MatMul", 16 * 5 * 7L, new GemmShape(16, 5, 7)), // tokens [1, 16, 5] by weights [5, 7]
                ("MatMul", 16 * 7 * 16L, new GemmShape(16, 7, 16)), // tokens by themselves, one product
                ("Gemm", 7 * 6L, new GemmShape(1, 7, 6)),
            ],
            cost.Nodes.Select(node => (node.Operation, node.MultiplyAdds, node.Gemm)));
        Assert.Equal(16 * (27 * 5 + 9 * 5 + 5 * 7 + 7 * 16) + 7 * 6, cost.MultiplyAdds);
        Assert.Equal(
            [(new GemmShape(16, 27, 5), 1), (new GemmShape(16, 7, 16), 1), (new GemmShape(16, 5, 7), 1), (new GemmShape(1, 7, 6), 1)], cost.Gemms);
        Assert.InRange(cost.WeightBytes, sizeof(float) * (27 * 5 + 9 * 5 + 5 * 7 + 7 * 6), sizeof(float) * (27 * 5 + 9 * 5 + 5 * 7 + 7 * 6) + 200);
    }

    [Fact]
    public void ProductsOfSeveralHeads_AreComputedTogether()
    {
        var graph = EncoderGraph.Parse("encoder.onnx", RandomEncoderCatalog.Find("vit-tiny")!.Write());

        // 17 tokens, two heads of 16.
        Assert.Contains((new GemmShape(17, 16, 17, Products: 2), 2), GraphCost.Of(graph).Gemms);
        Assert.Contains((new GemmShape(17, 17, 16, Products: 2), 2), GraphCost.Of(graph).Gemms);
    }

    private static byte[] Encoder()
    {
        var graph = new GraphBuilder("small");
        var pixels = graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", 8, 8, 3);
        var numbers = graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var planes = graph.Add("Transpose", [numbers], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var halved = graph.Add("Conv", [planes, Weight(graph, 5, 3, 3, 3)], NodeAttribute.Integers("strides", 2, 2), NodeAttribute.Integers("pads", 1, 1, 1, 1));
        var mixed = graph.Add("Conv", [halved, Weight(graph, 5, 1, 3, 3)], NodeAttribute.Integers("pads", 1, 1, 1, 1), NodeAttribute.Integer("group", 5));
        var tokens = graph.Add("Transpose", [graph.Add("Reshape", [mixed, graph.Integers(0, 5, -1)])], NodeAttribute.Integers("perm", 0, 2, 1));
        var wide = graph.Add("MatMul", [tokens, Weight(graph, 5, 7)]);
        var scores = graph.Add("MatMul", [wide, graph.Add("Transpose", [wide], NodeAttribute.Integers("perm", 0, 2, 1))]);
        var mean = graph.Add("ReduceMean", [wide], NodeAttribute.Integers("axes", 1), NodeAttribute.Integer("keepdims", 0));
        graph.Output("global", graph.Add("Gemm", [mean, Weight(graph, 7, 6)]), "batch", 6);
        graph.Output("patches", scores, "batch", 16, 16);
        return graph.ToBytes();
    }

    private static string Weight(GraphBuilder graph, params ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var side in shape)
        {
            count *= side;
        }

        return graph.Constant([.. Enumerable.Repeat(0.1f, (int)count)], shape);
    }
}
