using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Explanation;

public sealed class ExplainerTests : IDisposable
{
    private static readonly InferenceOptions Options = new() { Providers = [ExecutionProvider.Cpu], Threads = 1 };
    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Explain_GivesTheRelevanceOfEveryPatch_AsComputedByHand()
    {
        using var model = Load();
        using var explainer = new Explainer(model, Snapshot(model), Options);
        using var image = Picture(HandComputation.Pixels(1));

        var region = Assert.Single(explainer.Explain(image, [NamedRegion.OfFrame(16, 16)]));

        var labels = explainer.Snapshot.Table.Embeddings.Chunk(TinyGraphs.Dimension).ToArray();
        var patches = HandComputation.Patches(HandComputation.Pixels(1)).Chunk(TinyGraphs.Dimension).ToArray();
        var map = region.Map(1);
        Assert.Equal((2, new PixelRectangle(0, 0, 16, 16)), (map.Side, map.Area));
        Assert.Equal(patches.Select(patch => Cosine(patch, labels[1])), map.Values.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Explain_OfTiles_PutsEachMapInItsPlace()
    {
        using var model = Load();
        using var explainer = new Explainer(model, Snapshot(model), Options, batchSize: 2);
        using var image = new Mat(60, 90, MatType.CV_8UC3, Scalar.All(77));

        var regions = explainer.Explain(image, new GridSize(3, 3).Tiles(90, 60));

        Assert.Equal(9, regions.Count);
        Assert.Equal(new PixelRectangle(60, 40, 30, 20), regions[8].Map(0).Area);
    }

    [Fact]
    public void Evidence_GivesScoresAsProducts_AndTheBestPatches()
    {
        using var model = Load();
        using var explainer = new Explainer(model, Snapshot(model), Options);
        using var image = Picture(HandComputation.Pixels(2));

        var evidence = explainer.Evidence(image, NamedRegion.OfFrame(16, 16), label: 2, patches: 3);

        var label = explainer.Snapshot.Table.Embeddings.Chunk(TinyGraphs.Dimension).ElementAt(2);
        var patches = HandComputation.Patches(HandComputation.Pixels(2));
        Assert.Equal(Product(HandComputation.Global(patches), label), evidence.GlobalScore, 1e-4);
        Assert.Equal(patches.Chunk(TinyGraphs.Dimension).Select(patch => Product(patch, label)).OrderDescending().Take(TinyGraphs.TopK).Average(), evidence.LocalScore, 1e-4);
        Assert.Equal(("spur", "whole", TinyGraphs.TopK), (evidence.Label, evidence.Region, evidence.TopK));
        Assert.Equal(3, evidence.Patches.Count);
        Assert.True(evidence.Patches[0].Relevance >= evidence.Patches[1].Relevance);
        Assert.Equal(HandComputation.Mkt(patches, [label])[0], evidence.Logit, 1e-3);
        Assert.False(evidence.HasGraph || evidence.ScoresOfHead);
        Assert.Empty(evidence.Influences);
    }

    [Fact]
    public void Evidence_OfAHeadWithAGraph_GivesTheDifferenceThatEachLabelsEdgesMake()
    {
        _files.AddGraphHead(
            TinyGraphs.AddingTheMean(),
            rows => [.. rows.Select(row => row.Select((value, column) => value + rows.Average(other => other[column])).ToArray())],
            TinyGraphs.GraphExplain());
        using var model = Load();
        using var explainer = new Explainer(model, Snapshot(model, "graph"), Options);
        using var image = Picture(HandComputation.Pixels(1));

        var evidence = explainer.Evidence(image, NamedRegion.OfFrame(16, 16), label: 0);

        // The graph adds the mean of all labels to each: without a label the mean is that of the others.
        var labels = explainer.Snapshot.Table.Embeddings.Chunk(TinyGraphs.Dimension).ToArray();
        var global = HandComputation.Global(HandComputation.Patches(HandComputation.Pixels(1)));
        double[] products = [.. labels.Select(label => Product(global, label))];
        double Expected(int other) => products.Average() - products.Where((_, label) => label != other).Average();
        Assert.True(evidence.HasGraph);
        Assert.Equal(2, evidence.Considered);
        Assert.Equal(Expected(1), evidence.Influences.Single(influence => influence.Label == "short").Difference, 1e-4);
        Assert.Equal(Expected(2), evidence.Influences.Single(influence => influence.Label == "spur").Difference, 1e-4);
        Assert.True(Math.Abs(evidence.Influences[0].Difference) >= Math.Abs(evidence.Influences[1].Difference));
        Assert.Equal(0.25, evidence.GlobalScore); // the head's own
        Assert.Equal(0.5, evidence.LocalScore);
        Assert.True(evidence.ScoresOfHead);
    }

    [Fact]
    public void AHeadWithoutAnExplainFile_IsRefused_WithTheHeadsThatHaveOne()
    {
        using var model = Load();

        var exception = Assert.Throws<BundleException>(() => new Explainer(model, Snapshot(model, "clip"), Options));

        Assert.Contains("\"heads.clip\" has no \"explain\" file", exception.Message, StringComparison.Ordinal);
        Assert.Contains("heads with one: mkt", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageFit.Stretch, 10, 20, 60, 30)]
    [InlineData(ImageFit.Crop, 25, 20, 30, 30)]
    [InlineData(ImageFit.Pad, 10, 5, 60, 60)]
    public void PatchArea_LeavesTheMarginOut(ImageFit fit, int x, int y, int width, int height) => Assert.Equal(
        new PixelRectangle(x, y, width, height),
        RegionPixels.PatchArea(new ImageSpecification { Size = 64, Fit = fit, Margin = 0.1 }, new PixelRectangle(10, 20, 60, 30)));

    private RecognitionModel Load() => RecognitionModel.Load(Bundle.Open(_files.Folder), Options, cache: null, NullLogger.Instance);

    private static RecognitionSnapshot Snapshot(RecognitionModel model, string head = "mkt") =>
        RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head, besideList: null);

    private static Mat Picture(byte[] rgb)
    {
        using var picture = Mat.FromPixelData(TinyGraphs.Size, TinyGraphs.Size, MatType.CV_8UC3, rgb);
        var bgr = new Mat();
        Cv2.CvtColor(picture, bgr, ColorConversionCodes.RGB2BGR);
        return bgr;
    }

    private static double Product(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static double Cosine(float[] left, float[] right) => Product(left, right) / Math.Sqrt(Product(left, left) * Product(right, right));
}
