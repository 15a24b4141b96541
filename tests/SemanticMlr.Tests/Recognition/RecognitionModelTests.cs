using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

public sealed class RecognitionModelTests : IDisposable
{
    private static readonly InferenceOptions Cpu = new() { Providers = [ExecutionProvider.Cpu], OnProviderFailure = OnProviderFailure.Fail, Threads = 1 };

    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Load_ProvesTheProviderWithTheGoldenSet()
    {
        using var model = Load();

        Assert.Equal(ExecutionProvider.Cpu, model.Provider.Active);
        Assert.Equal("encoder.onnx", model.Provider.Encoder.File);
        Assert.InRange(model.Provider.MaxRelativeDifference, 0, 1e-5);
        Assert.Empty(model.Provider.Failed);
        Assert.Equal(TinyGraphs.PatchCount, model.PatchCount);
    }

    [Theory]
    [InlineData("clip")]
    [InlineData("mkt")]
    public void Score_GivesWhatTheEquationsSay(string head)
    {
        using var model = Load();
        var table = model.CreateLabelTable(model.Bundle.Labels);
        var snapshot = RecognitionSnapshot.Create(model, table, head, besideList: null);
        using var batch = model.CreateBatch(1);

        HandComputation.Pixels(7).CopyTo(batch.PixelsOf(0));
        model.Encode(batch, 1);
        model.Score(batch, 1, snapshot);

        var labels = table.Embeddings.Chunk(TinyGraphs.Dimension).ToArray();
        var patches = HandComputation.Patches(HandComputation.Pixels(7));
        var expected = head == "clip" ? HandComputation.Clip(HandComputation.Global(patches), labels) : HandComputation.Mkt(patches, labels);
        AssertClose(patches, batch.PatchesOf(0));
        AssertClose(expected, batch.Logits(0));
        AssertClose([.. expected.Select(logit => (float)(1 / (1 + Math.Exp(-logit))))], batch.Probabilities(0));
        Assert.All(snapshot.Calibration, calibration => Assert.True(calibration.Provisional));
        Assert.Equal([0.5, 0.7, 0.5], Enumerable.Range(0, 3).Select(snapshot.Threshold));
    }

    [Fact]
    public void ABatchOfThree_EqualsThreeBatchesOfOne()
    {
        using var model = Load();
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head: null, besideList: null);
        using var together = model.CreateBatch(5);
        using var single = model.CreateBatch(1);
        for (var index = 0; index < 3; index++)
        {
            HandComputation.Pixels(index).CopyTo(together.PixelsOf(index));
        }

        model.Encode(together, 3);
        model.Score(together, 3, snapshot);
        for (var index = 0; index < 3; index++)
        {
            HandComputation.Pixels(index).CopyTo(single.PixelsOf(0));
            model.Encode(single, 1);
            model.Score(single, 1, snapshot);
            AssertClose(single.GlobalOf(0).ToArray(), together.GlobalOf(index));
            AssertClose(single.Logits(0).ToArray(), together.Logits(index));
            AssertClose(single.Probabilities(0).ToArray(), together.Probabilities(index));
        }
    }

    private RecognitionModel Load(InferenceOptions? options = null, EmbeddingCache? cache = null) =>
        RecognitionModel.Load(Bundle.Open(_files.Folder), options ?? Cpu, cache, NullLogger.Instance);

    private static void AssertClose(float[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], found[index], 1e-4f);
        }
    }
}
