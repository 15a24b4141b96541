using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Simulation.Line;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Training.Tests.VisionLanguage;

[Collection(ProcessWide.Name)]
public sealed class VisionLanguageRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VisionLanguageRecipe _recipe = TinyVisionLanguageRecipe.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_ends_in_a_bundle_that_is_proven_calibrated_and_takes_other_labels()
    {
        using var run = Run("state");
        var result = await run.ExecuteAsync(CancellationToken.None);
        new VisionLanguageBundleWriter(_folder.File("bundle"), _recipe, calibrationPictures: 40).Write(run, result, NullLogger.Instance);

        Assert.True(result.Finished);
        Assert.Equal(["clip", "mkt", "sigrl", "sigrl+"], result.Validation.Select(figures => figures.Head));
        Assert.All(result.Validation, figures => Assert.InRange(figures.Unseen, 0.001, 1));

        var bundle = Bundle.Open(_folder.File("bundle"));
        Assert.Equal(_recipe.DefaultLabels, bundle.Labels.Labels.Select(label => label.Id));
        Assert.Equal(result.Seen, bundle.LabelSet("seen").Labels.Count);
        Assert.Equal(result.Unseen, bundle.LabelSet("unseen").Labels.Count);
        Assert.Equal(PhraseGrammar.All.Count, bundle.LabelSet("all").Labels.Count);
        Assert.True(KnownWords.Of(bundle)!.IsComplete);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, NullLogger.Instance);
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(bundle.Labels), head: null, besideList: null);
        Assert.Contains(snapshot.Calibration, entry => !entry.Provisional);
        Assert.Equal(result.Unseen, model.CreateLabelTable(bundle.LabelSet("unseen")).Labels.Count);
    }

    [Fact]
    public async Task A_finished_run_is_not_trained_again()
    {
        using var first = Run("state");
        var result = await first.ExecuteAsync(CancellationToken.None);
        using var second = Run("state");

        Assert.Equal(result.Validation, (await second.ExecuteAsync(CancellationToken.None)).Validation);
        Assert.Equal(Values(first.Model), Values(second.Model));
    }

    [Fact]
    public async Task An_interrupted_run_says_so_and_writes_no_result()
    {
        using var run = Run("state");
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        Assert.False((await run.ExecuteAsync(interrupt.Token)).Finished);
        Assert.False(File.Exists(Path.Combine(_folder.File("state"), "result.json")));
    }

    [Fact]
    public void Two_steps_and_two_resumed_ones_are_four()
    {
        var phrases = Phrases();
        using var whole = new VisionLanguageState(_recipe, phrases);
        Train(whole, phrases, 0, 4);

        var store = new CheckpointStore(_folder.File("checkpoints"));
        using (var broken = new VisionLanguageState(_recipe, phrases))
        {
            Train(broken, phrases, 0, 2);
            store.Save(broken, new CheckpointProgress("key", 2, 4, 1.5));
        }

        // Another seed: everything must come from the checkpoint.
        using var resumed = new VisionLanguageState(_recipe with { Seed = 2 }, phrases);
        Assert.Equal(2, store.Load(resumed, "key", 3, 4)?.Step);
        Train(resumed, phrases, 2, 4);

        Assert.Equal(Values(whole.Model), Values(resumed.Model));
        Assert.Equal(Values(whole.Average), Values(resumed.Average));
    }

    [Fact]
    public void Every_part_learns()
    {
        var phrases = Phrases();
        using var state = new VisionLanguageState(_recipe, phrases);
        var before = state.Model.named_parameters().Select(parameter => (parameter.name, Values: TensorData.Values(parameter.parameter))).ToArray();

        // Parts that start at zero let gradients through from the second step on.
        Train(state, phrases, 0, 3);

        var after = state.Model.named_parameters().ToDictionary(parameter => parameter.name, parameter => TensorData.Values(parameter.parameter));
        var same = before.Where(parameter => parameter.Values.SequenceEqual(after[parameter.name])).Select(parameter => parameter.name).ToArray();

        // The patches' own scale and bias serve relevance maps; no loss of whole pictures reads them.
        Assert.All(same, name => Assert.True(name.Contains("patch_scale", StringComparison.Ordinal) || name.Contains("patch_bias", StringComparison.Ordinal), name));
    }

    private VisionLanguageRun Run(string state) => new(
        new VisionLanguageOptions { Recipe = _recipe, StateFolder = _folder.File(state), ValidationPictures = 60 }, TimeProvider.System);

    private PhraseBook Phrases() => PhraseBook.Create(
        [.. VisionLanguageRun.Seen.Select(phrase => (IReadOnlyList<string>)[phrase.Text, .. phrase.Synonyms])], _recipe.Distractors, _recipe.Text, _folder.File("tokenizer"));

    private void Train(VisionLanguageState state, PhraseBook phrases, long from, long to)
    {
        using var pause = new CollectionPause();
        var trainer = new VisionLanguageTrainer(_recipe, state, phrases);
        using var sampler = new SceneSampler(_recipe.Scene, _recipe.SceneSeed, _recipe.Image, [.. VisionLanguageRun.Seen.Select(phrase => phrase.Id)]);
        for (var step = from; step < to; step++)
        {
            var batch = sampler.Draw(step * _recipe.Schedule.Batch, _recipe.Schedule.Batch);
            pause.Renew();
            trainer.Step(batch, step);
        }
    }

    private static float[] Values(VisionLanguageModel model) => [.. model.State.Floats.SelectMany(TensorData.Values)];
}
