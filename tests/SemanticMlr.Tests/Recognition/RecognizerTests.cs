using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

public sealed class RecognizerTests : IDisposable
{
    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Recognize_OfMoreRegionsThanABatchHolds_EqualsOneByOne()
    {
        using var model = Load();
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head: null, besideList: null);
        using var image = Picture(60, 48);
        Assert.True(GridSize.TryParse("3x3", out var grid));
        PixelRectangle[] regions = [.. grid.Tiles(60, 48).Select(tile => tile.Rectangle)];
        using var many = new Recognizer(model, snapshot, batchSize: 4);
        using var one = new Recognizer(model, snapshot, batchSize: 1);

        var together = many.Recognize(image, regions);
        var single = one.Recognize(image, regions);

        Assert.Equal(9, together.Logits.Count);
        for (var region = 0; region < regions.Length; region++)
        {
            Assert.Equal(single.Logits[region], together.Logits[region], (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.All(together.Probabilities[region], probability => Assert.InRange(probability, 0, 1));
        }

        Assert.True(together.Timing is { Preprocess: > 0, Encode: > 0, Head: > 0 });
    }

    [Fact]
    public void AnotherLabelTable_ChangesTheLabelCount_WithoutLoadingAgain()
    {
        using var model = Load();
        var list = model.Bundle.Labels;
        using var batch = model.CreateBatch(2);
        HandComputation.Pixels(1).CopyTo(batch.PixelsOf(0));
        model.Encode(batch, 1);
        foreach (var count in new[] { 3, 1, 2, 3 })
        {
            var table = model.CreateLabelTable(list with { Labels = [.. list.Labels.Take(count)] });
            model.Score(batch, 1, RecognitionSnapshot.Create(model, table, "mkt", besideList: null));

            var expected = HandComputation.Mkt(HandComputation.Patches(HandComputation.Pixels(1)), [.. table.Embeddings.Chunk(TinyGraphs.Dimension)]);
            Assert.Equal(count, batch.LabelCount);
            Assert.Equal(expected, batch.Logits(0).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void FeaturesThatWereCopied_ScoreInAnyPlace_WithoutBeingEncodedAgain()
    {
        using var model = Load();
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), "mkt", besideList: null);
        using var batch = model.CreateBatch(2);
        HandComputation.Pixels(1).CopyTo(batch.PixelsOf(0));
        model.Encode(batch, 1);
        model.Score(batch, 1, snapshot);
        var features = new float[batch.FeatureLength];
        batch.CopyFeatures(0, features);
        var expected = batch.Logits(0).ToArray();
        using var other = model.CreateBatch(2);

        other.SetFeatures(0, new float[features.Length]);
        other.SetFeatures(1, features);
        model.Score(other, 2, snapshot);

        Assert.Equal(expected, other.Logits(1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.NotEqual(expected, other.Logits(0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => other.SetFeatures(0, new float[features.Length - 1]));
    }

    [Fact]
    public void AHeadThatReadsTheLabelGraph_GetsItOncePerList()
    {
        _files.AddGraphHead(TinyGraphs.Doubling(), labels => [.. labels.Select(label => label.Select(value => 2 * value).ToArray())]);
        using var model = Load();
        var table = model.CreateLabelTable(model.Bundle.Labels);
        using var batch = model.CreateBatch(1);
        HandComputation.Pixels(2).CopyTo(batch.PixelsOf(0));

        model.Encode(batch, 1);
        model.Score(batch, 1, RecognitionSnapshot.Create(model, table, "graph", besideList: null));

        var global = batch.GlobalOf(0).ToArray();
        Assert.Equal(
            table.Embeddings.Chunk(TinyGraphs.Dimension).Select(label => 2 * label.Zip(global, (a, b) => a * b).Sum()),
            batch.Logits(0).ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void AGlobalOnlyBundle_RunsTheHeadClip()
    {
        _files.WriteFile("encoder.onnx", TinyGraphs.Encoder(patches: false));
        _files.Edit(manifest => manifest with { DefaultHead = "clip", Heads = new Dictionary<string, HeadEntry> { ["clip"] = manifest.Heads["clip"] } });
        _files.EditGolden(json =>
        {
            foreach (var image in json["images"]!.AsArray())
            {
                image!.AsObject().Remove("patches");
                image["logits"]!.AsObject().Remove("mkt");
            }
        });
        using var model = Load();
        using var batch = model.CreateBatch(1);

        model.Encode(batch, 1);

        Assert.Equal(0, model.PatchCount);
        Assert.True(batch.PatchesOf(0).IsEmpty);
    }

    [Fact]
    public void EncodeAndScore_AllocateNothingOnceWarm()
    {
        using var model = Load();
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head: null, besideList: null);
        using var batch = model.CreateBatch(3);
        for (var round = 0; round < 60; round++)
        {
            Run(round % 3 + 1);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 300; round++)
        {
            Run(round % 3 + 1);
        }

        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / 300);

        void Run(int count)
        {
            model.Encode(batch, count);
            model.Score(batch, count, snapshot);
        }
    }

    [Fact]
    public void ABatchOfAnotherModel_OrTooLarge_IsRefused()
    {
        using var model = Load();
        using var other = Load();
        using var batch = other.CreateBatch(2);

        Assert.Throws<ArgumentException>(() => model.Encode(batch, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Encode(batch, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Encode(batch, 0));
    }

    private RecognitionModel Load() => RecognitionModel.Load(
        Bundle.Open(_files.Folder),
        new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 },
        cache: null,
        NullLogger.Instance);

    private static Mat Picture(int width, int height)
    {
        var image = new Mat(height, width, MatType.CV_8UC3);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image.Set(y, x, new Vec3b((byte)(x * 5 + y), (byte)(y * 7 + x * x), (byte)(x * y)));
            }
        }

        return image;
    }
}
