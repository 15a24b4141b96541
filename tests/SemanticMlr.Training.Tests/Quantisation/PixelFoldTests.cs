using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

public sealed class PixelFoldTests
{
    private static readonly float[] Half = [0.5f, 0.5f, 0.5f];
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetStd = [0.229f, 0.224f, 0.225f];

    [Fact]
    public void WithoutABorder_TheMeanGoesIntoTheBias()
    {
        var folded = Fold(ImageNetMean, ImageNetStd, padding: 0, out var original);

        Assert.False(folded.HasPlane);
        Assert.Equal(0, folded.Scale.ZeroPoint);
        AssertSame(original, folded.Graph, 1e-4);
    }

    [Fact]
    public void WithABorder_AndMeansThatDiffer_AFourthPlaneMakesTheEdgeExact()
    {
        var folded = Fold(ImageNetMean, ImageNetStd, padding: 1, out var original);

        Assert.True(folded.HasPlane);
        Assert.Equal(114, folded.Scale.ZeroPoint); // the mean of 123.7, 116.3 and 103.5
        AssertSame(original, folded.Graph, 1e-4);
    }

    [Fact]
    public void WithABorder_AndAMeanThatIsAByte_TheByteIsTheBorder()
    {
        var mean = 100f / 255;
        var folded = Fold([mean, mean, mean], ImageNetStd, padding: 1, out var original);

        Assert.False(folded.HasPlane);
        Assert.Equal(100, folded.Scale.ZeroPoint);
        AssertSame(original, folded.Graph, 1e-4);
    }

    [Fact]
    public void WithABorder_AndAMeanBetweenTwoBytes_OnlyTheEdgeIsOff_ByHalfALevel()
    {
        var folded = Fold(Half, Half, padding: 1, out var original);

        Assert.False(folded.HasPlane);
        Assert.Equal(128, folded.Scale.ZeroPoint);
        var frame = SmallEncoders.Frames().All[0];
        var tensor = original.Nodes.First(node => node.OpType == "Conv").Output[0];
        var (expected, found) = (SmallEncoders.Run(original, frame, tensor)[0], SmallEncoders.Run(folded.Graph, frame, tensor)[0]);
        const int Side = SmallEncoders.Size / 2;
        var weights = TensorNumbers.Floats(original.FloatConstant(original.Nodes.First(node => node.OpType == "Conv").Input[1])!);
        for (var index = 0; index < expected.Length; index++)
        {
            var (channel, row, column) = (index / (Side * Side), index / Side % Side, index % Side);
            var isEdge = row == 0 || column == 0; // with stride 2 the border is read above and to the left only
            var perLevel = weights.AsSpan(channel * 27, 27).ToArray().Sum(Math.Abs) / (255 * 0.5f);
            Assert.InRange(Math.Abs(expected[index] - found[index]), 0, isEdge ? 0.5 * perLevel + 1e-5 : 1e-5);
        }
    }

    [Fact]
    public void AnythingElseDoneToThePixels_IsLeftAlone()
    {
        var bytes = SmallEncoders.Edit(SmallEncoders.Convolutional(Half, Half), model =>
            model.Graph.Node.First(node => node.OpType == "Sub").OpType = "Max");

        Assert.Null(PixelFold.Apply(SmallEncoders.Parse(bytes)));
    }

    [Fact]
    public void TheRealEncoder_ReadsBytesInItsFirstConvolution()
    {
        var path = TestSupport.Repository.PathOf("models", "pcb-defects", "encoder.fp32.onnx");
        var folded = PixelFold.Apply(EncoderGraph.Parse(path, File.ReadAllBytes(path)));

        Assert.NotNull(folded);
        Assert.Equal(128, folded.Scale.ZeroPoint);
        Assert.DoesNotContain(folded.Graph.Nodes, node => node.OpType == "Cast");
    }

    private static FoldedPixels Fold(float[] mean, float[] std, int padding, out EncoderGraph original)
    {
        original = SmallEncoders.Parse(SmallEncoders.Convolutional(mean, std, padding));
        var folded = PixelFold.Apply(original);
        Assert.NotNull(folded);
        return folded;
    }

    private static void AssertSame(EncoderGraph expected, EncoderGraph found, double tolerance)
    {
        var tensor = expected.Nodes.First(node => node.OpType == "Conv").Output[0];
        foreach (var frame in SmallEncoders.Frames().All)
        {
            var pairs = SmallEncoders.Run(expected, frame, tensor, "global", "patches").Zip(SmallEncoders.Run(found, frame, tensor, "global", "patches"));
            Assert.All(pairs, pair => Assert.InRange(pair.First.Zip(pair.Second).Max(value => Math.Abs(value.First - value.Second)), 0, tolerance));
        }
    }
}
