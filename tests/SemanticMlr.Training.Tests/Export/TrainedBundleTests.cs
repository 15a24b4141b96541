using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>The whole way on drawn images: train, be interrupted, go on, measure, export, load as the agent does.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainedBundleTests
{
    [Fact]
    public async Task A_run_goes_on_after_an_interrupt_and_exports_a_bundle_that_proves_itself()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var options = new TrainingOptions
        {
            Recipe = recipe with { Schedule = recipe.Schedule with { Epochs = 4 } },
            DataPath = DrawnBoards.Write(folder.Path, 6),
            StateFolder = folder.File("state"),
            HoldOut = ["b"],
        };
        using (var cancellation = new CancellationTokenSource())
        using (var interrupted = new TrainingRun(options, TimeProvider.System, new StopAfterImages(cancellation)))
        {
            Assert.False((await interrupted.ExecuteAsync(cancellation.Token)).Finished);
        }

        using var run = new TrainingRun(options, TimeProvider.System);
        var result = await run.ExecuteAsync(TestContext.Current.CancellationToken);
        var bundleFolder = folder.File("bundle");

        Assert.True(new BundleWriter(bundleFolder, options.Recipe).Write(run, result));

        Assert.True(result.Finished);
        Assert.Equal(24, result.Mkt?.Tiles);
        Assert.Equal(["dot", "cross"], result.Clip?.Ap.Keys);
        Assert.Equal(24, File.ReadLines(Path.Combine(options.StateFolder, "held-out.jsonl")).Count());
        Assert.Contains("held out", File.ReadAllText(Path.Combine(bundleFolder, "MODEL_CARD.md")), StringComparison.Ordinal);
        using var model = RecognitionModel.Load(Bundle.Open(bundleFolder), new InferenceOptions(), cache: null, NullLogger.Instance);
        Assert.Equal(36, model.PatchCount);
    }

    private sealed class StopAfterImages(CancellationTokenSource cancellation) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Stage == "images" && value.Done == value.Total)
            {
                cancellation.Cancel();
            }
        }
    }
}
