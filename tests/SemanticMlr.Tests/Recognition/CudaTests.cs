using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Simulation;
using SemanticMlr.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Recognition;

/// <summary>What only a CUDA device can show; the shipped bundle on simulated boards, against the processor.</summary>
public sealed class CudaTests
{
    private const int Capacity = 9;

    /// <summary>Of a logit, which lies between about -10 and 10: sums in another order, no more.</summary>
    private const float Rounding = 0.01f;

    public CudaTests() => CudaDevice.Require();

    [Fact]
    public void TheShippedBundle_GivesItsGoldenNumbers()
    {
        using var model = Load(ExecutionProvider.Cuda);

        Assert.Equal(ExecutionProvider.Cuda, model.Provider.Active);
        Assert.InRange(model.Provider.MaxRelativeDifference, 0, model.Provider.Tolerance);
    }

    [Fact]
    public void EveryBatchIsReadAnew_WhateverItsSize()
    {
        using var cuda = Load(ExecutionProvider.Cuda);
        using var processor = Load(ExecutionProvider.Cpu);
        using var onCuda = cuda.CreateBatch(Capacity);
        using var onProcessor = processor.CreateBatch(Capacity);
        for (var board = 0; board < 4; board++)
        {
            foreach (var count in (int[])[Capacity, 1, 4])
            {
                Fill(onCuda, board);
                Fill(onProcessor, board);

                AssertSame(Logits(processor, onProcessor, count, cuda.Bundle.Labels), Logits(cuda, onCuda, count, cuda.Bundle.Labels));
            }
        }
    }

    [Fact]
    public void AnotherLabelList_IsReadAnew()
    {
        using var cuda = Load(ExecutionProvider.Cuda);
        using var processor = Load(ExecutionProvider.Cpu);
        using var onCuda = cuda.CreateBatch(1);
        using var onProcessor = processor.CreateBatch(1);
        Fill(onCuda, board: 1);
        Fill(onProcessor, board: 1);
        var all = cuda.Bundle.Labels;
        var reversed = all with { Labels = [.. all.Labels.Reverse()] };

        AssertSame(Logits(processor, onProcessor, 1, all), Logits(cuda, onCuda, 1, all));
        AssertSame(Logits(processor, onProcessor, 1, reversed), Logits(cuda, onCuda, 1, reversed));
    }

    [Fact]
    public void TensorRt_RunsOrIsNamedWithTheLibraryThatIsMissing_AndCudaTakesOver()
    {
        using var model = Load(OnProviderFailure.Degrade, ExecutionProvider.TensorRt, ExecutionProvider.Cuda);

        if (model.Provider.Active == ExecutionProvider.Cuda)
        {
            var failure = Assert.Single(model.Provider.Failed);
            Assert.Equal(ExecutionProvider.TensorRt, failure.Provider);
            Assert.Contains("libnvinfer", failure.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ADeviceThatIsNotThere_IsNamed_AndTheProcessorTakesOver()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cuda, ExecutionProvider.Cpu], DeviceId = 63 };

        using var model = RecognitionModel.Load(Bundle.Open(Shipped), options, cache: null, NullLogger.Instance);

        Assert.Equal(ExecutionProvider.Cpu, model.Provider.Active);
        Assert.Contains("device", Assert.Single(model.Provider.Failed).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ALimitThatIsTooSmall_IsNamed_AndTheProcessorTakesOver()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cuda, ExecutionProvider.Cpu], Cuda = new CudaOptions { MemoryLimitMegabytes = 1 } };

        using var model = RecognitionModel.Load(Bundle.Open(Shipped), options, cache: null, NullLogger.Instance);

        Assert.Equal(ExecutionProvider.Cpu, model.Provider.Active);
        Assert.NotEmpty(Assert.Single(model.Provider.Failed).Reason);
    }

    private static string Shipped => Repository.PathOf("models", "pcb-defects");

    private static RecognitionModel Load(params ExecutionProvider[] providers) => Load(OnProviderFailure.Fail, providers);

    private static RecognitionModel Load(OnProviderFailure onFailure, params ExecutionProvider[] providers) =>
        RecognitionModel.Load(Bundle.Open(Shipped), new InferenceOptions { Providers = providers, OnProviderFailure = onFailure }, cache: null, NullLogger.Instance);

    private static void Fill(RecognitionBatch batch, int board)
    {
        var scene = new PcbScene(SceneCatalog.FirstTestSeed);
        using var picture = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        scene.Render(board, picture);
        using var pixels = new RegionPixels(Bundle.Open(Shipped).Manifest.Image);
        var regions = new GridSize(3, 3).Tiles(picture.Cols, picture.Rows);
        for (var index = 0; index < batch.Capacity; index++)
        {
            pixels.Write(PixelView.Of(picture), regions[index].Rectangle, batch.PixelsOf(index));
        }
    }

    private static float[] Logits(RecognitionModel model, RecognitionBatch batch, int count, LabelList labels)
    {
        model.Encode(batch, count);
        model.Score(batch, count, RecognitionSnapshot.Create(model, model.CreateLabelTable(labels), head: null, besideList: null));
        return [.. Enumerable.Range(0, count).SelectMany(index => batch.Logits(index).ToArray())];
    }

    private static void AssertSame(float[] expected, float[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Rounding));
}
