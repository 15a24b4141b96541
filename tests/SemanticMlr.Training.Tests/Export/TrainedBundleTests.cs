using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>The whole way on drawn images: train, be interrupted, go on, measure, export, load as the agent does.</summary>
[Collection(ProcessWide.Name)]
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

    [Fact]
    public async Task A_finished_run_that_is_taken_up_again_exports_a_bundle_that_proves_itself()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var options = new TrainingOptions
        {
            Recipe = recipe with { Schedule = recipe.Schedule with { Epochs = 4 } },
            DataPath = DrawnBoards.Write(folder.Path, 6),
            StateFolder = folder.File("state"),
        };
        using (var first = new TrainingRun(options, TimeProvider.System))
        {
            Assert.True((await first.ExecuteAsync(TestContext.Current.CancellationToken)).Finished);
        }

        using var again = new TrainingRun(options, TimeProvider.System);
        var result = await again.ExecuteAsync(TestContext.Current.CancellationToken);
        new BundleWriter(folder.File("bundle"), options.Recipe).Write(again, result);

        using var model = RecognitionModel.Load(Bundle.Open(folder.File("bundle")), new InferenceOptions(), cache: null, NullLogger.Instance);
        Assert.InRange(model.Provider.MaxRelativeDifference, 0, 1e-4);
    }

    [Fact]
    public async Task An_export_takes_the_place_of_an_old_bundle_only_when_it_can_be_opened()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var bundle = folder.File("bundle");
        using var run = await Trained(folder, recipe);
        Assert.True(new BundleWriter(bundle, recipe).Write(run.Run, run.Result));
        File.WriteAllText(Path.Combine(bundle, "notes.txt"), "kept");
        Directory.CreateDirectory(Path.Combine(bundle, "sub"));
        File.WriteAllText(Path.Combine(bundle, "sub", "notes.txt"), "kept");

        Assert.False(new BundleWriter(bundle + "/", recipe with { Version = 2 }).Write(run.Run, run.Result));
        Assert.Throws<BundleException>(() => new BundleWriter(bundle, recipe with { Version = 0 }).Write(run.Run, run.Result));

        Assert.Equal("tiny@2", Bundle.Open(bundle).Identity);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(bundle, "notes.txt")));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(bundle, "sub", "notes.txt")));
    }

    [Fact]
    public async Task An_export_that_gives_other_numbers_than_the_golden_ones_leaves_the_old_bundle()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var path = folder.File("bundle");
        using var run = await Trained(folder, recipe);
        new BundleWriter(path, recipe).Write(run.Run, run.Result);
        var bundle = Bundle.Open(path);
        var image = bundle.Golden.Images[0];
        float[] others = [.. MemoryMarshal.Cast<byte, float>(image.Global).ToArray().Select(value => value + 0.1f)];
        var shifted = bundle.Golden with
        {
            Images = [image with { Global = MemoryMarshal.AsBytes<float>(others).ToArray() }, .. bundle.Golden.Images.Skip(1)],
        };

        var fresh = new BundleFolder(path);
        fresh.Prepare();
        var golden = fresh.Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(shifted, BundleJson.Default.GoldenSet));

        Assert.Throws<BundleException>(() => fresh.Finish(bundle.Manifest with { Version = 2, Golden = golden }, () => ""));
        Assert.Equal("tiny@1", Bundle.Open(path).Identity);
    }

    [Fact]
    public async Task A_swap_that_was_broken_off_loses_no_file()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var bundle = folder.File("bundle");
        using var run = await Trained(folder, recipe);
        Directory.CreateDirectory(bundle + ".previous");
        File.WriteAllText(Path.Combine(bundle + ".previous", "notes.txt"), "kept");

        new BundleWriter(bundle, recipe).Write(run.Run, run.Result);

        Assert.Equal("kept", File.ReadAllText(Path.Combine(bundle, "notes.txt")));
        Assert.Equal([bundle], Directory.GetDirectories(folder.Path, "bundle*"));
    }

    [Fact]
    public async Task A_bundle_is_calibrated_with_folds_of_its_own_recipe_only()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var bundle = folder.File("bundle");
        using var run = await Trained(folder, recipe);
        new BundleWriter(bundle, recipe).Write(run.Run, run.Result with { RecipeSha256WithoutEpochs = null });
        HeldOutCalibration.Check(bundle, recipe);
        new BundleWriter(bundle, recipe).Write(run.Run, run.Result);

        HeldOutCalibration.Check(bundle, recipe with { Schedule = recipe.Schedule with { Epochs = 9 } });
        Refused(recipe with { Seed = 9 }, "another recipe");
        Refused(recipe with { Labels = [.. recipe.Labels.Reverse()] }, "the labels are dot, cross, those of the recipe cross, dot");

        void Refused(Recipe other, string expected)
        {
            Assert.Contains(expected, Assert.Throws<BundleException>(() => HeldOutCalibration.Check(bundle, other)).Message, StringComparison.Ordinal);
            Assert.Throws<BundleException>(() => HeldOutCalibration.Write(bundle, [], other, NullLogger.Instance));
        }
    }

    private static async Task<TrainedRun> Trained(TemporaryFolder folder, Recipe recipe)
    {
        var options = new TrainingOptions { Recipe = recipe, DataPath = DrawnBoards.Write(folder.Path, 1), StateFolder = folder.File("state") };
        var run = new TrainingRun(options, TimeProvider.System);
        return new TrainedRun(run, await run.ExecuteAsync(TestContext.Current.CancellationToken));
    }

    private sealed record TrainedRun(TrainingRun Run, TrainingResult Result) : IDisposable
    {
        public void Dispose() => Run.Dispose();
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
