using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Tests.HeadRuns;

[Collection(ProcessWide.Name)]
public sealed class HeadRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HeadRunTests()
    {
        TinyEncoder.Write(_folder.Path);
        DrawnSquares.Write(_folder.Path, "train", 40);
        DrawnSquares.Write(_folder.Path, "test", 16);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clip", false)]
    [InlineData("mkt", false)]
    [InlineData("sigrl", true)]
    [InlineData("sigrl+", true)]
    public void A_head_trains_and_its_bundle_gives_the_same_figures(string kind, bool graph)
    {
        var recipe = TinyHeadRecipe.Create();
        recipe = recipe with { Head = recipe.Head with { Kind = kind, Graph = graph } };
        var options = Options(recipe, kind);
        using var run = Run(options);

        var result = run.Execute(CancellationToken.None);
        new HeadBundleWriter(_folder.File("bundle"), options).Write(run, result, NullLogger.Instance);

        Assert.True(result.Finished);
        var report = Evaluate(_folder.File("bundle"));
        Assert.Equal(result.Figures["all"].Map, report.Map!.Value, 1e-3);
        Assert.Equal(kind, report.Head);
        Assert.True(File.Exists(Path.Combine(options.StateFolder, "curves.png")));
    }

    [Fact]
    public void Training_tells_squares_apart()
    {
        var recipe = TinyHeadRecipe.Create();
        using var run = Run(Options(recipe with { Schedule = recipe.Schedule with { Passes = 40 } }));

        Assert.InRange(run.Execute(CancellationToken.None).Figures["all"].Map, 0.9, 1);
    }

    [Fact]
    public void A_resumed_run_ends_with_the_weights_of_an_unbroken_one()
    {
        var recipe = TinyHeadRecipe.Create();
        recipe = recipe with { Head = recipe.Head with { Kind = "sigrl+", Graph = true }, Loss = recipe.Loss with { Kind = HeadLossKind.AsymmetricPseudoLabels, WarmUpPasses = 1 }, Data = recipe.Data with { Keep = "single" } };
        using var whole = Run(Options(recipe, "whole"));
        whole.Execute(CancellationToken.None);

        using var stop = new CancellationTokenSource();
        using (var broken = Run(Options(recipe, "broken"), new Callback(report => { if (report.Pass == 2) { stop.Cancel(); } })))
        {
            Assert.False(broken.Execute(stop.Token).Finished);
        }

        using var resumed = Run(Options(recipe, "broken"));
        var result = resumed.Execute(CancellationToken.None);

        Assert.True(result.Finished);
        Assert.Equal(Values(whole), Values(resumed));
        Assert.Equal(4, File.ReadLines(Path.Combine(_folder.File("broken"), "log.jsonl")).Count());
    }

    [Fact]
    public void Features_are_made_once()
    {
        var encoded = 0;
        using (Run(Options(TinyHeadRecipe.Create()), encoded: (_, _) => encoded++))
        {
        }

        var first = encoded;
        using (Run(Options(TinyHeadRecipe.Create()), encoded: (_, _) => encoded++))
        {
        }

        Assert.Equal(56, first);
        Assert.Equal(first, encoded);
    }

    [Fact]
    public void Damaged_features_are_made_again()
    {
        using (Run(Options(TinyHeadRecipe.Create())))
        {
        }

        foreach (var file in Directory.GetFiles(_folder.File("cache"), "*.features"))
        {
            using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length - 3);
        }

        var encoded = 0;
        using (Run(Options(TinyHeadRecipe.Create()), encoded: (_, _) => encoded++))
        {
        }

        Assert.Equal(56, encoded);
    }

    [Fact]
    public void An_encoder_may_be_given_larger_pictures_than_it_was_exported_for()
    {
        var recipe = TinyHeadRecipe.Create();
        var frozen = recipe.Encoder.Frozen!;
        recipe = recipe with { Encoder = new HeadEncoderRecipe { Frozen = frozen with { Image = frozen.Image with { Size = 2 * TinyEncoder.Size } } } };
        var options = Options(recipe);
        using var run = Run(options);
        var result = run.Execute(CancellationToken.None);
        new HeadBundleWriter(_folder.File("bundle"), options).Write(run, result, NullLogger.Instance);

        Assert.Equal(64, run.Data.Features!.Patches);
        Assert.Equal(result.Figures["all"].Map, Evaluate(_folder.File("bundle")).Map!.Value, 1e-3);
    }

    [Fact]
    public void An_encoder_that_trains_is_exported_with_its_head()
    {
        var recipe = TinyHeadRecipe.Trained();
        var options = Options(recipe);
        using var run = Run(options);
        var result = run.Execute(CancellationToken.None);
        new HeadBundleWriter(_folder.File("bundle"), options).Write(run, result, NullLogger.Instance);

        Assert.True(result.Finished);
        Assert.NotNull(Evaluate(_folder.File("bundle")).Map);
    }

    [Fact]
    public void Frozen_stages_keep_their_weights_and_start_from_an_earlier_run()
    {
        using (var first = Run(Options(TinyHeadRecipe.Trained(), "first")))
        {
            first.Execute(CancellationToken.None);
        }

        var start = Path.Combine(_folder.File("first"), "checkpoint", "average.bin");
        var recipe = TinyHeadRecipe.Trained();
        recipe = recipe with
        {
            Encoder = new HeadEncoderRecipe { Trained = recipe.Encoder.Trained! with { Start = start, FrozenStages = 2, LayerDecay = 0.65 } },
            Loss = recipe.Loss with { Distillation = 1 },
        };
        using var run = Run(Options(recipe, "second"));
        var (stem, coarse) = (TensorData.Values(run.State.Model.Image!.Stem.Convolution.weight), TensorData.Values(run.State.Model.Image.ToCoarse.Convolution.weight));
        run.Execute(CancellationToken.None);

        Assert.Equal(stem, TensorData.Values(run.State.Model.Image.Stem.Convolution.weight));
        Assert.NotEqual(coarse, TensorData.Values(run.State.Model.Image.ToCoarse.Convolution.weight));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_names_the_step()
    {
        var recipe = TinyHeadRecipe.Create();
        using var run = Run(Options(recipe with { Schedule = recipe.Schedule with { LearningRate = 1, WarmUpPasses = 0 } }));
        using (TorchSharp.torch.no_grad())
        {
            ((MktHead)run.State.Model.Head).Bias.fill_(float.NaN);
        }

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Execute(CancellationToken.None));

        Assert.Contains("at step 1 (pass 1)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("schedule.learningRate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_does_not_fit_is_told_before_training()
    {
        var recipe = TinyHeadRecipe.Create();
        var without = recipe with { Labels = new HeadLabelsRecipe { Items = [.. recipe.Labels.Items.Skip(1)] } };
        Assert.Contains("has the labels red", Assert.Throws<DatasetException>(() => Run(Options(without))).Message, StringComparison.Ordinal);

        var never = recipe with { Labels = new HeadLabelsRecipe { Items = [.. recipe.Labels.Items, new HeadLabelRecipe("white", "white square")] } };
        Assert.Contains("white holds in no training sample", Assert.Throws<RecipeException>(() => Run(Options(never))).Message, StringComparison.Ordinal);

        File.Delete(_folder.File("train003.png"));
        Assert.Contains("1 images are missing", Assert.Throws<DatasetException>(() => Run(Options(recipe))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_one_colour_is_a_sample_like_any_other()
    {
        using (var plain = new OpenCvSharp.Mat(DrawnSquares.Side, DrawnSquares.Side, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.Black))
        {
            OpenCvSharp.Cv2.ImWrite(_folder.File("train000.png"), plain);
        }

        using var run = Run(Options(TinyHeadRecipe.Create()));

        Assert.True(run.Execute(CancellationToken.None).Finished);
    }

    [Fact]
    public void Clips_are_never_parted()
    {
        using var run = Run(Options(TinyHeadRecipe.Create()));
        var samples = run.Data.Split;

        Assert.NotEmpty(samples.Validation);
        Assert.Empty(samples.Training.Select(sample => sample / 4).Intersect(samples.Validation.Select(sample => sample / 4)));
    }

    private HeadRunOptions Options(HeadRecipe recipe, string state = "state") => new()
    {
        Recipe = HeadRecipeReader.Checked(recipe, "test"),
        DataRoot = _folder.Path,
        StateFolder = _folder.File(state),
        CacheFolder = _folder.File("cache"),
    };

    private static HeadRun Run(HeadRunOptions options, IProgress<PassReport>? progress = null, Action<int, int>? encoded = null) =>
        new(options, TimeProvider.System, progress, encoded, null, CancellationToken.None);

    private static float[] Values(HeadRun run) => [.. run.Model.State.Floats.SelectMany(TensorData.Values)];

    private EvaluationReport Evaluate(string folder)
    {
        var bundle = Bundle.Open(folder);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, null, NullLogger.Instance);
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(bundle.Labels), null, null);
        using var recognizer = new Recognizer(model, snapshot);
        var (table, timing) = EvaluationRun.Score(recognizer, new DatasetPictures(_folder.File("test.jsonl"), DrawnSquares.Labels, null), null, null, CancellationToken.None);
        return EvaluationRun.Report(table, timing, model, snapshot, new EvaluationRules(), null, null, new Random(1).NextDouble);
    }

    private sealed class Callback(Action<PassReport> action) : IProgress<PassReport>
    {
        public void Report(PassReport value) => action(value);
    }
}
