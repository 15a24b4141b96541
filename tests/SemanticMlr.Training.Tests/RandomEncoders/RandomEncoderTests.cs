using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Quantisation;
using SemanticMlr.Training.RandomEncoders;

namespace SemanticMlr.Training.Tests.RandomEncoders;

public sealed class RandomEncoderTests : IDisposable
{
    private static readonly InferenceOptions OneThread = new() { Providers = [ExecutionProvider.Cpu], Threads = 1 };
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("vit-b32", 224, 49, 512)]
    [InlineData("vit-b16", 224, 196, 512)]
    [InlineData("mobileclip-s0", 256, 64, 512)]
    [InlineData("vit-tiny", 32, 16, 16)]
    [InlineData("mobileclip-tiny", 64, 4, 16)]
    public void EachEncoder_KeepsTheContract(string name, int size, int patches, int dimension)
    {
        var encoder = RandomEncoderCatalog.Find(name)!;
        using var bound = BoundEncoder.Open(Write(encoder), 2, OneThread);

        Assert.Equal((size, patches, dimension), (bound.Size, bound.PatchCount, bound.Dimension));
        Assert.Equal((size, patches, dimension), (encoder.Size, encoder.Patches, encoder.Dimension));
        new Random(1).NextBytes(bound.PixelsOf(0));
        new Random(2).NextBytes(bound.PixelsOf(1));
        bound.Encode(2);
        Assert.All(bound.GlobalOf(0).ToArray().Concat(bound.PatchesOf(1).ToArray()), value => Assert.InRange(value, -1e3f, 1e3f));
        Assert.True(bound.GlobalOf(0).ToArray().Max(Math.Abs) > 1e-3);
        Assert.False(bound.GlobalOf(0).SequenceEqual(bound.GlobalOf(1)), "two pictures have the same embedding");
    }

    [Fact]
    public void TheSameBytesAreWrittenEveryTime() =>
        Assert.Equal(RandomEncoderCatalog.Find("mobileclip-tiny")!.Write(), RandomEncoderCatalog.Find("mobileclip-tiny")!.Write());

    [Fact]
    public void OnlyEncodersForMeasuringAreListed() => Assert.Equal(["vit-b32", "vit-b16", "mobileclip-s0"], RandomEncoderCatalog.Names);

    /// <summary>
    /// Transformer block of width W on T tokens: 4 T W W for queries, keys, values and the way out, 2 T T W for the two products of attention, 8 T W W for the feed-forward part;
    /// before the blocks P W (3 p p), behind them T W D.
    /// </summary>
    [Theory]
    [InlineData("vit-b16", 196, 16)]
    [InlineData("vit-b32", 49, 32)]
    public void ATransformer_CostsWhatTheFormulaSays(string name, long patches, long patch)
    {
        const long Width = 768;
        var tokens = patches + 1;
        var block = 12 * tokens * Width * Width + 2 * tokens * tokens * Width;
        Assert.Equal(12 * block + patches * Width * 3 * patch * patch + tokens * Width * 512, GraphCost.Of(Write(RandomEncoderCatalog.Find(name)!)).MultiplyAdds);
    }

    /// <summary>By hand over the stages (width, blocks, side): a mixer 9, a feed-forward part 49 + 6 W a channel and place; the rest as in the remarks of the graph.</summary>
    [Fact]
    public void MobileClip_CostsWhatItsLayersSay()
    {
        long Place(long side) => side * side;
        long Feed(long width, long side) => Place(side) * width * (49 + 6 * width);
        long Smaller(long from, long to, long side) => Place(side) * (49 * to + to * to);
        var stem = Place(128) * 27 * 64 + Place(64) * (9 * 64 + 64 * 64);
        var stages = 2 * (Place(64) * 9 * 64 + Feed(64, 64)) + 6 * (Place(32) * 9 * 128 + Feed(128, 32)) + 10 * (Place(16) * 9 * 256 + Feed(256, 16));
        var between = Smaller(64, 128, 32) + Smaller(128, 256, 16) + Smaller(256, 512, 8) + 2 * 256 * (256 / 4) + 2 * 512 * (512 / 4);
        var attention = Place(8) * 49 * 512 + 2 * (64 * 4L * 512 * 512 + 2L * 64 * 64 * 512 + Feed(512, 8));
        var end = Place(8) * 9 * 1024 + 2 * 1024 * (1024 / 16) + 65L * 1024 * 512;

        Assert.Equal(stem + stages + between + attention + end, GraphCost.Of(Write(RandomEncoderCatalog.Find("mobileclip-s0")!)).MultiplyAdds);
    }

    [Theory]
    [InlineData("vit-tiny")]
    [InlineData("mobileclip-tiny")]
    public void OurQuantiser_TakesThem_AndEmbeddingsStayClose(string name)
    {
        var path = Write(RandomEncoderCatalog.Find(name)!);
        var graph = EncoderGraph.Parse(path, File.ReadAllBytes(path));
        var frames = CalibrationFrames.Read(
            "noise", new Quantisation.NoisePictures(8), new Bundles.ImageSpecification { Size = graph.Size }, 8, TestContext.Current.CancellationToken);
        var settings = new QuantisationSettings { RanksNodes = false, MaxError = double.PositiveInfinity, Threads = 1 };
        var quantiser = new EncoderQuantiser(graph, frames, settings, _ => { }, TestContext.Current.CancellationToken);
        var encoder = quantiser.Quantise(0, TestContext.Current.CancellationToken);

        Assert.Empty(quantiser.Sensitivities);
        Assert.Empty(encoder.KeptFloat);
        Assert.InRange(encoder.Error, 0, 0.3);
        Assert.Contains(ProfiledNodes.Count("int8", encoder.Model, frames.All.Take(1), 1), count => count.IsInteger);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(RandomEncoder encoder)
    {
        var path = Path.Combine(_folder.Path, $"{encoder.Name}.onnx");
        File.WriteAllBytes(path, encoder.Write());
        return path;
    }
}
