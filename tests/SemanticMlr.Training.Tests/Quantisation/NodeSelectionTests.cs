using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

public sealed class NodeSelectionTests
{
    private static readonly HashSet<string> None = [];

    [Theory]
    [InlineData(3, 1, true, true)]
    [InlineData(7, 1, true, true)]
    [InlineData(3, 8, true, true)]
    [InlineData(5, 8, true, true)]
    [InlineData(7, 8, true, false)]
    [InlineData(7, 8, false, true)]
    public void AGroupedConvolutionWithALargeKernel_StaysInFloatOnTheProcessor(int kernel, int groups, bool isCpu, bool isChosen)
    {
        var graph = Encoder(kernel, groups);

        var chosen = new NodeSelection(graph, attention: false, integers: null, isCpu).Choose(None);

        Assert.Equal(isChosen, chosen.Any(node => node.Node.Input[1] == "middle"));
        Assert.Contains(chosen, node => node.Node.Input[1] == "first");
    }

    private static EncoderGraph Encoder(int kernel, int groups)
    {
        const int Width = 8;
        var graph = new GraphBuilder("grouped");
        var pixels = graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", SmallEncoders.Size, SmallEncoders.Size, 3);
        var numbers = graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var planes = graph.Add("Transpose", [numbers], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var value = Convolution(planes, Width, 3, 3, 1);
        value = Convolution(value, Width, Width / groups, kernel, groups);
        graph.Output("global", graph.Add("ReduceMean", [Convolution(value, Width, Width, 1, 1)], NodeAttribute.Integers("axes", 2, 3), NodeAttribute.Integer("keepdims", 0)), "batch", Width);
        return SmallEncoders.Parse(SmallEncoders.Edit(graph.ToBytes(), Name));

        string Convolution(string input, int to, int from, int side, int shared) => graph.Add(
            "Conv",
            [input, graph.Constant([.. Enumerable.Repeat(0.01f, to * from * side * side)], to, from, side, side)],
            NodeAttribute.Integers("pads", side / 2, side / 2, side / 2, side / 2),
            NodeAttribute.Integer("group", shared));
    }

    private static void Name(ModelProto model)
    {
        var convolutions = model.Graph.Node.Where(node => node.OpType == "Conv").ToArray();
        foreach (var (node, name) in convolutions.Zip(["first", "middle", "last"]))
        {
            model.Graph.Initializer.Single(tensor => tensor.Name == node.Input[1]).Name = name;
            node.Input[1] = name;
        }
    }
}
