using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

public sealed class ActivationFoldTests
{
    [Theory]
    [InlineData("gelu", "Gelu")]
    [InlineData("gelu, half first", "Gelu")]
    [InlineData("gelu, factor", "Gelu")]
    [InlineData("silu", "QuickGelu")]
    [InlineData("quick gelu", "QuickGelu")]
    public void AnActivationOfSeveralNodes_BecomesOne_AndGivesTheSame(string kind, string operation)
    {
        var graph = Encoder(kind);

        var folded = ActivationFold.Apply(graph);

        Assert.Equal([operation], folded.Nodes.Where(node => node.Domain == ActivationFold.Domain).Select(node => node.OpType));
        Assert.DoesNotContain(folded.Nodes, node => node.OpType is "Erf" or "Sigmoid");
        var activated = graph.Nodes.Single(node => node.OpType == "ReduceMean").Input[0];
        foreach (var frame in SmallEncoders.Frames().All)
        {
            var (expected, found) = (SmallEncoders.Run(graph, frame, activated)[0], SmallEncoders.Run(folded, frame, activated)[0]);
            Assert.InRange(expected.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 1e-5);
            Assert.True(expected.Max() - expected.Min() > 1);
        }
    }

    [Theory]
    [InlineData("gelu of another value")]
    [InlineData("gelu, read twice")]
    [InlineData("sigmoid of another value")]
    public void WhatIsNoSuchActivation_StaysAsItIs(string kind)
    {
        var graph = Encoder(kind);

        Assert.Same(graph, ActivationFold.Apply(graph));
    }

    private static EncoderGraph Encoder(string kind)
    {
        var graph = new GraphBuilder("activation");
        var pixels = graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", SmallEncoders.Size, SmallEncoders.Size, 3);
        var numbers = graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var value = graph.Add("Div", [graph.Add("Sub", [numbers, graph.Number(100)]), graph.Number(40)]);
        var other = graph.Add("Mul", [value, graph.Number(2)]);
        var (half, one, root) = (graph.Number(0.5f), graph.Number(1), graph.Number((float)Math.Sqrt(2)));
        string Raised(string of) => graph.Add("Add", [graph.Add("Erf", [of]), one]);
        string Whole(string share) => graph.Add("Mul", [graph.Add("Mul", [value, share]), half]);
        var raised = kind == "gelu, read twice" ? Raised(graph.Add("Div", [value, root])) : "";
        var activated = kind switch
        {
            "gelu" => Whole(Raised(graph.Add("Div", [value, root]))),
            "gelu, half first" => graph.Add("Mul", [graph.Add("Mul", [half, value]), Raised(graph.Add("Div", [value, root]))]),
            "gelu, factor" => graph.Add("Mul", [half, graph.Add("Mul", [Raised(graph.Add("Mul", [value, graph.Number((float)Math.Sqrt(0.5))])), value])]),
            "gelu of another value" => Whole(Raised(graph.Add("Div", [other, root]))),
            "gelu, read twice" => graph.Add("Add", [Whole(raised), raised]),
            "silu" => graph.Add("Mul", [value, graph.Add("Sigmoid", [value])]),
            "quick gelu" => graph.Add("Mul", [graph.Add("Sigmoid", [graph.Add("Mul", [value, graph.Number(1.702f)])]), value]),
            _ => graph.Add("Mul", [value, graph.Add("Sigmoid", [graph.Add("Mul", [other, graph.Number(1.702f)])])]),
        };
        graph.Output("global", graph.Add("ReduceMean", [activated], NodeAttribute.Integers("axes", 1, 2), NodeAttribute.Integer("keepdims", 0)), "batch", 3);
        return SmallEncoders.Parse(graph.ToBytes());
    }
}
