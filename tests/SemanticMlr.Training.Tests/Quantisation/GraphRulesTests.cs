using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

/// <summary>What cannot be quantised is refused with the name of the node or the file.</summary>
public sealed class GraphRulesTests
{
    private static readonly float[] Half = [0.5f, 0.5f, 0.5f];

    private static byte[] Encoder => SmallEncoders.Convolutional(Half, Half);

    [Theory]
    [InlineData(11, "operator set 11 is too old: scales for each channel came with 13")]
    [InlineData(99, "operator set 99 is too new: the newest known is 21")]
    public void OperatorSets(long version, string expected) =>
        AssertRefused(model => model.OpsetImport[0].Version = version, expected);

    [Fact]
    public void OperatorsOfOtherDomains() => AssertRefused(
        model => (model.Graph.Node[5].Domain, model.Graph.Node[5].Name) = ("com.acme", "odd"), "node \"odd\" (Conv) is of the domain \"com.acme\"");

    [Fact]
    public void GraphsInNodes() => AssertRefused(
        model =>
        {
            model.Graph.Node[5].Name = "loop";
            model.Graph.Node[5].OpType = "Loop";
            model.Graph.Node[5].Attribute.Add(NodeAttribute.Graph("body", new GraphProto()));
        },
        "node \"loop\" (Loop) holds a graph of its own");

    [Fact]
    public void GraphsThatAreQuantised() => AssertRefused(
        model => model.Graph.Node[5].OpType = "QLinearConv", "(QLinearConv) is quantised already; quantise the fp32 form");

    [Fact]
    public void DynamicHeightAndWidth() => AssertRefused(
        model =>
        {
            var sides = model.Graph.Input[0].Type.TensorType.Shape.Dim;
            sides[1] = new TensorShapeProto.Types.Dimension { DimParam = "height" };
        },
        "the input \"pixels\" has the shape [B, height, 16, 3]; height and width must be fixed numbers");

    [Fact]
    public void OtherInputs() => AssertRefused(model => model.Graph.Input[0].Name = "image", "has no input \"pixels\" of uint8 [B, S, S, 3]");

    [Fact]
    public void NoGraph()
    {
        var exception = Assert.Throws<BundleException>(() => EncoderGraph.Parse("broken.onnx", [1, 2, 3]));
        Assert.StartsWith("broken.onnx: is no ONNX file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OperatorsThatOnnxRuntimeDoesNotKnow()
    {
        var graph = SmallEncoders.Parse(SmallEncoders.Edit(Encoder, model =>
            (model.Graph.Node[6].OpType, model.Graph.Node[6].Name) = ("Frobnicate", "odd")));

        var exception = Assert.Throws<BundleException>(() => Quantise(graph));
        Assert.StartsWith("encoder.onnx: ONNX Runtime cannot open it", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Frobnicate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToQuantise()
    {
        // With one convolution only, that one is the last before the outputs.
        var graph = SmallEncoders.Parse(TestSupport.Tiny.TinyGraphs.Encoder());

        Assert.Contains("holds nothing to quantise", Assert.Throws<BundleException>(() => Quantise(graph)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActivationsThatAreNoNumbers_AreLaidToTheNodeWhereTheyBegin()
    {
        var graph = SmallEncoders.Parse(SmallEncoders.Edit(Encoder, model =>
        {
            // The square root of negative numbers, in the place of the second rectifier.
            var relu = model.Graph.Node.Where(node => node.OpType == "Relu").ElementAt(1);
            (relu.OpType, relu.Name) = ("Sqrt", "root");
        }));

        var message = Assert.Throws<BundleException>(() => Quantise(graph)).Message;
        Assert.Contains("node \"root\" gives values that are not finite numbers on noise 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsThatAreNoNumbers_AreLaidToTheirNode()
    {
        var graph = SmallEncoders.Parse(SmallEncoders.Edit(Encoder, model =>
        {
            var convolution = model.Graph.Node.Where(node => node.OpType == "Conv").ElementAt(1);
            convolution.Name = "second";
            var weights = model.Graph.Initializer.Single(tensor => tensor.Name == convolution.Input[1]);
            var numbers = TensorNumbers.Floats(weights);
            numbers[3] = float.NaN;
            weights.RawData = TensorData.Of("", numbers, [.. weights.Dims]).RawData;
        }));

        Assert.Contains("\"second\"", Assert.Throws<BundleException>(() => Quantise(graph)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, "some.jsonl: 1 picture cannot calibrate")]
    [InlineData(5, true, "some.jsonl: all 5 pictures that would calibrate are the same")]
    public void CalibrationSetsOfOnePicture(int count, bool areSame, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CalibrationFrames.Read(
            "some.jsonl", new NoisePictures(count, areSame), new ImageSpecification { Size = SmallEncoders.Size }, 8, CancellationToken.None));
        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewPicturesToCalibrateAndMeasure()
    {
        Assert.StartsWith(
            "some.jsonl: 3 pictures cannot calibrate and measure", Assert.Throws<InvalidDataException>(() => QuantisationPictures.Split(new NoisePictures(3), "some.jsonl")).Message, StringComparison.Ordinal);

        var split = QuantisationPictures.Split(new NoisePictures(7), "some.jsonl");
        Assert.Equal((3, 4), (split.Calibration.Count, split.Measurement.Count));
    }

    private static void AssertRefused(Action<ModelProto> change, string expected)
    {
        var message = Assert.Throws<BundleException>(() => SmallEncoders.Parse(SmallEncoders.Edit(Encoder, change))).Message;
        Assert.StartsWith("encoder.onnx: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private static EncoderQuantiser Quantise(EncoderGraph graph) =>
        new(graph, SmallEncoders.Frames(), new QuantisationSettings { Threads = 1 }, _ => { }, CancellationToken.None);
}
