using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;
using TorchSharp;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>One run of a recipe: takes up its checkpoint, trains to the end or to an interrupt, measures.</summary>
/// <remarks>Owns the trained model until it is disposed. One run a process at a time: threads and allocator are the process's own.</remarks>
public sealed class VisionLanguageRun : IDisposable
{
    private const int StepsBetweenCollections = 5;

    private readonly VisionLanguageOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly RunFolder _folder;
    private readonly VisionLanguageState _state;

    /// <summary>Prepares a run.</summary>
    /// <exception cref="Recipes.RecipeException">A phrase does not fit the context.</exception>
    public VisionLanguageRun(VisionLanguageOptions options, TimeProvider time, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _progress) = (options, time, progress);
        Heap.Retain();
        torch.set_num_threads(Recipe.Threads);
        Cv2.SetNumThreads(1);
        _folder = new RunFolder(options.StateFolder, JsonSerializer.SerializeToUtf8Bytes(Recipe, Recipes.Heads.HeadRecipeJson.Options));
        Phrases = PhraseBook.Create([.. Seen.Select(phrase => (IReadOnlyList<string>)[phrase.Text, .. phrase.Synonyms])], Recipe.Distractors, Recipe.Text, _folder.Tokenizer);
        _state = new VisionLanguageState(Recipe, Phrases);
    }

    /// <summary>The running average of the weights, which is what a bundle holds.</summary>
    internal VisionLanguageModel Model => _state.Average;

    internal PhraseBook Phrases { get; }

    /// <summary>The folder of the tokenizer's files.</summary>
    internal string TokenizerFolder => _folder.Tokenizer;

    /// <summary>The phrases trained on.</summary>
    internal static IReadOnlyList<LinePhrase> Seen { get; } = [.. PhraseGrammar.All.Where(phrase => phrase.IsSeen)];

    private VisionLanguageRecipe Recipe => _options.Recipe;

    /// <summary>Trains and measures. An interrupt writes a checkpoint and returns a result that is not finished.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no number; the message names the step.</exception>
    public async Task<VisionLanguageResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var (schedule, key) = (Recipe.Schedule, VisionLanguageRecipeReader.HashWithoutSteps(Recipe));
        var store = new CheckpointStore(_options.StateFolder, Warn);
        var start = store.Load(_state, key, schedule.Steps - schedule.DecaySteps, schedule.Steps) ?? new CheckpointProgress(key, 0, schedule.Steps, 0);
        var validation = new SceneValidation(Recipe, Phrases, _options.ValidationPictures);
        using var pause = new CollectionPause(Warn);
        var progress = await TrainAsync(start, store, validation, pause, cancellationToken);
        IReadOnlyList<VisionLanguageFigures> figures = progress.Step == schedule.Steps ? validation.Measure(Model, pause) : [];
        var result = new VisionLanguageResult(
            VisionLanguageRecipeReader.Hash(Recipe), Recipe.Seed, progress.Step, Math.Round(progress.Seconds, 1), Seen.Count, PhraseGrammar.All.Count - Seen.Count, figures, progress.Step == schedule.Steps);
        if (result.Finished)
        {
            _folder.Write(JsonSerializer.SerializeToUtf8Bytes(result, VisionLanguageJson.Default.VisionLanguageResult));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private async Task<CheckpointProgress> TrainAsync(
        CheckpointProgress start, CheckpointStore store, SceneValidation validation, CollectionPause pause, CancellationToken cancellationToken)
    {
        var (schedule, progress) = (Recipe.Schedule, start);
        var trainer = new VisionLanguageTrainer(Recipe, _state, Phrases);
        using var sampler = new SceneSampler(Recipe.Scene, Recipe.SceneSeed, Recipe.Image, [.. Seen.Select(phrase => phrase.Id)]);
        await using var queue = new BatchQueue<SceneBatch>(step => sampler.Draw(step * schedule.Batch, schedule.Batch), start.Step, schedule.Steps);
        var meter = new ProgressMeter("training", start.Step, schedule.Steps, _time, _progress);
        while (progress.Step < schedule.Steps && !cancellationToken.IsCancellationRequested)
        {
            if (progress.Step == start.Step || progress.Step % StepsBetweenCollections == 0)
            {
                pause.Renew();
            }

            var losses = trainer.Step(queue.Take(), progress.Step);
            if (losses.FirstOrDefault(loss => !double.IsFinite(loss.Value)).Key is { } diverged)
            {
                throw new TrainingDivergedException(
                    $"The loss \"{diverged}\" of step {progress.Step + 1} is no number. The last checkpoint is kept in {_options.StateFolder}; lower \"schedule.learningRate\" in a copy of the recipe.");
            }

            progress = progress with { Step = progress.Step + 1, Seconds = start.Seconds + meter.Elapsed.TotalSeconds };
            if (meter.Advance(progress.Step, losses) is { } report)
            {
                _folder.Log(report);
            }

            if (progress.Step == schedule.Steps - schedule.DecaySteps)
            {
                store.SaveBeforeFall(_state, progress);
            }

            if (progress.Step % schedule.CheckpointSteps == 0)
            {
                store.Save(_state, progress);
                Validate(validation, progress.Step, pause);
            }
        }

        if (progress.Step > start.Step)
        {
            store.Save(_state, progress);
        }

        return progress;
    }

    private void Validate(SceneValidation validation, long step, CollectionPause pause)
    {
        var figures = validation.Measure(Model, pause);
        _folder.Log("validation.jsonl", JsonSerializer.Serialize(new VisionLanguageValidation(step, figures), VisionLanguageJson.Default.VisionLanguageValidation));
        _progress?.Report(new TrainingProgress(
            "validation", step, Recipe.Schedule.Steps, TimeSpan.Zero, null,
            figures.SelectMany(each => (KeyValuePair<string, double>[])[new($"{each.Head} seen mAP", each.Seen), new($"{each.Head} unseen mAP", each.Unseen)]).ToDictionary()));
    }

    private void Warn(string warning)
    {
        var report = new TrainingProgress("warning", 0, 0, TimeSpan.Zero, null, null, warning);
        _folder.Log(report);
        _progress?.Report(report);
    }
}
