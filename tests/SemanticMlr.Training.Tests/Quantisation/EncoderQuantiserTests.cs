using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

public sealed class EncoderQuantiserTests
{
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Std = [0.229f, 0.224f, 0.225f];

    private static EncoderGraph Convolutional => SmallEncoders.Parse(SmallEncoders.Convolutional(Mean, Std));

    [Theory]
    [InlineData(CalibrationMethod.MinMax)]
    [InlineData(CalibrationMethod.Percentile)]
    [InlineData(CalibrationMethod.Entropy)]
    public void ForTheProcessor_ConvolutionsAddsAndPoolsReallyRunInInt8(CalibrationMethod method)
    {
        var graph = Convolutional;
        var encoder = Quantise(graph, new QuantisationSettings { Calibration = method, MaxError = 1 });

        Assert.InRange(encoder.Error, 0, 0.1);
        var ran = ProfiledNodes.Count("int8", encoder.Model, SmallEncoders.Frames().All, 1);
        Assert.Equal(3, ran.Single(count => count.Operation == "QLinearConv").Nodes); // the fourth gives the patches and stays in float
        Assert.Contains(ran, count => count is { Operation: "QLinearAdd", IsInteger: true });
        Assert.Contains(ran, count => count is { Operation: "QLinearGlobalAveragePool", IsInteger: true });
        Assert.Equal(1, ran.Sum(count => count.TimeShare), 1e-9);
    }

    [Fact]
    public void ForTheProcessor_ActivationsAreUnsigned_AndBiasesAreIntegers()
    {
        var encoder = Quantise(Convolutional, new QuantisationSettings { MaxError = 1 });
        var (nodes, constants) = Parts(encoder.Model);

        Assert.Equal("DequantizeLinear", nodes.Single(node => node.Output[0] == "pixel_fold_values").OpType);
        Assert.DoesNotContain(nodes, node => node.OpType is "Relu" && nodes.Any(next => next.OpType == "QuantizeLinear" && next.Input[0] == node.Output[0] && node.Input[0].Contains("Add", StringComparison.Ordinal)));
        Assert.All(nodes.Where(node => node.OpType == "QuantizeLinear"), node => Assert.Equal((int)TensorProto.Types.DataType.Uint8, constants[node.Input[2]].DataType));
        foreach (var convolution in nodes.Where(node => node.OpType == "Conv" && node.Input[1].EndsWith(":weights:real", StringComparison.Ordinal)))
        {
            var name = convolution.Name;
            var bias = constants[$"{name}:bias:q"];
            Assert.Equal((int)TensorProto.Types.DataType.Int32, bias.DataType);
            var input = nodes.Single(node => node.Output[0] == convolution.Input[0]);
            var inputScale = TensorNumbers.Floats(constants[input.Input[1]])[0];
            Assert.Equal(
                TensorNumbers.Floats(constants[$"{name}:weights:scale"]).Select(scale => scale * inputScale), TensorNumbers.Floats(constants[$"{name}:bias:scale"]));
            Assert.InRange(constants[$"{name}:weights:q"].RawData.Max(value => Math.Abs((sbyte)value)), 1, 64);
        }
    }

    [Fact]
    public void ForTensorRt_ZerosAreZero_AndBiasesStayFloat()
    {
        var encoder = Quantise(Convolutional, new QuantisationSettings { Target = EncoderTarget.TensorRt, MaxError = 1 });
        var (nodes, constants) = Parts(encoder.Model);

        Assert.InRange(encoder.Error, 0, 0.1);
        Assert.Contains(nodes, node => node.OpType == "Cast");
        Assert.All(nodes.Where(node => node.OpType is "QuantizeLinear" or "DequantizeLinear"), node =>
        {
            Assert.Equal((int)TensorProto.Types.DataType.Int8, constants[node.Input[2]].DataType);
            Assert.All(constants[node.Input[2]].RawData, value => Assert.Equal(0, value));
        });
        Assert.All(nodes.Where(node => node.OpType == "Conv"), node => Assert.Equal((int)TensorProto.Types.DataType.Float, constants[node.Input[2]].DataType));
        Assert.Equal(127, constants.Values.Where(tensor => tensor.Name.EndsWith(":weights:q", StringComparison.Ordinal)).SelectMany(tensor => tensor.RawData).Max(value => Math.Abs((int)(sbyte)value)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InATransformer_NormsAndSoftmaxStayFloat_AndAttentionIsAChoice(bool attention)
    {
        var graph = SmallEncoders.Parse(SmallEncoders.Transformer());
        var encoder = Quantise(graph, new QuantisationSettings { Attention = attention, MaxError = 1 });

        Assert.InRange(encoder.Error, 0, 0.1);
        var products = graph.Nodes.Count(node => node.OpType == "MatMul");
        Assert.Equal(attention ? products - 1 : products - 3, encoder.Nodes.Count(name => name.StartsWith("MatMul", StringComparison.Ordinal)));
        var ran = ProfiledNodes.Count("int8", encoder.Model, SmallEncoders.Frames().All, 1);
        Assert.All(ran.Where(count => count.Operation is "LayerNormalization" or "SkipLayerNormalization" or "Softmax" or "QLinearSoftmax"), count => Assert.False(count.IsInteger));
        Assert.InRange(ran.Where(count => count.IsInteger && count.Operation.Contains("MatMul", StringComparison.Ordinal)).Sum(count => count.Nodes), attention ? products - 1 : products - 3, products);
    }

    [Fact]
    public void SensitiveNodes_AreKeptInFloat_UntilTheErrorIsSmallEnough()
    {
        var quantiser = new EncoderQuantiser(Convolutional, SmallEncoders.Frames(), new QuantisationSettings { Threads = 1, MaxError = 1e-6 }, _ => { }, CancellationToken.None);
        var free = quantiser.Quantise(0, CancellationToken.None);

        Assert.Equal(quantiser.Sensitivities.OrderByDescending(entry => entry.Error), quantiser.Sensitivities);
        Assert.Equal(quantiser.MostKept, free.KeptFloat.Count); // no error is that small, but half of the nodes is the most
        Assert.Equal(quantiser.Sensitivities.Take(free.KeptFloat.Count).Select(entry => entry.Node), free.KeptFloat);
        var ran = ProfiledNodes.Count("int8", free.Model, SmallEncoders.Frames().All, 1);
        // ONNX Runtime runs what was meant, and quantises none of the others by itself.
        Assert.True(
            free.Nodes.Count == ran.Where(count => count.IsInteger).Sum(count => count.Nodes), $"meant {string.Join(", ", free.Nodes)}, ran {string.Join(", ", ran)}");
    }

    [Fact]
    public void EachNodeAlone_CostsLittle()
    {
        var quantiser = new EncoderQuantiser(Convolutional, SmallEncoders.Frames(), new QuantisationSettings { Threads = 1 }, _ => { }, CancellationToken.None);

        Assert.All(quantiser.Sensitivities, entry => Assert.InRange(entry.Error, 0, 0.1));
    }

    [Fact]
    public void TheEncoderGivenIsNotChanged()
    {
        var graph = Convolutional;
        var before = graph.Model.Clone();
        Quantise(graph, new QuantisationSettings());
        HalfPrecision.Write(graph, 1);

        Assert.Equal(before, graph.Model);
    }

    [Fact]
    public void BiasShift_IsTheMeanDifferenceOfEachChannel()
    {
        double[] sums = [0, 0];
        // [1, 2, 2]: two channels of two places
        BiasShift.Add(sums, [1, 3, 10, 20], [0, 2, 11, 25], [1, 2, 2], axis: 1);
        Assert.Equal([1, -3], sums);

        double[] last = [0, 0];
        BiasShift.Add(last, [1, 3, 10, 20], [0, 2, 11, 25], [1, 2, 2], axis: 2);
        Assert.Equal([0, -2], last);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HalfPrecision_GivesNearlyTheSame_WithNormsInSingle(bool isTransformer)
    {
        var graph = isTransformer ? SmallEncoders.Parse(SmallEncoders.Transformer()) : Convolutional;
        var half = HalfPrecision.Write(graph, 1);
        var (nodes, constants) = Parts(half);

        Assert.InRange(new OutputError(graph, SmallEncoders.Frames().All, 1).Of(half), 1e-6, 0.01);
        Assert.All(nodes.Where(node => node.OpType == "LayerNormalization"), node => Assert.Equal((int)TensorProto.Types.DataType.Float, constants[node.Input[1]].DataType));
        Assert.All(nodes.Where(node => node.OpType is "Conv"), node => Assert.Equal((int)TensorProto.Types.DataType.Float16, constants[node.Input[1]].DataType));
        Assert.All(half.Graph.Output, output => Assert.Equal((int)TensorProto.Types.DataType.Float, output.Type.TensorType.ElemType));
    }

    private static QuantisedEncoder Quantise(EncoderGraph graph, QuantisationSettings settings) =>
        new EncoderQuantiser(graph, SmallEncoders.Frames(), settings with { Threads = 1 }, _ => { }, CancellationToken.None).Quantise(0, CancellationToken.None);

    private static (IReadOnlyList<NodeProto> Nodes, Dictionary<string, TensorProto> Constants) Parts(ModelProto model) =>
        (model.Graph.Node, model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal));
}
