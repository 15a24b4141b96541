using System.Security.Cryptography;
using System.Text;
using OpenCvSharp;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;
using TorchSharp;

namespace SemanticMlr.Training.Runs;

/// <summary>One run of a recipe: takes up its checkpoint, trains to the end or to an interrupt, measures the groups held out.</summary>
/// <remarks>Owns the trained model until it is disposed. One run a process at a time: threads and allocator are the process's own.</remarks>
public sealed class TrainingRun : IDisposable
{
    private const int StepsBetweenCollections = 20;

    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly RunFolder _folder;
    private readonly PhraseBook _phrases;
    private readonly TrainingState _state;

    /// <summary>Prepares a run.</summary>
    /// <exception cref="RecipeException">A phrase does not fit the context.</exception>
    public TrainingRun(TrainingOptions options, TimeProvider time, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _progress) = (options, time, progress);
        Heap.Retain();
        torch.set_num_threads(options.Recipe.Threads);
        Cv2.SetNumThreads(1);
        _folder = new RunFolder(options.StateFolder, options.Recipe);
        _phrases = PhraseBook.Create(options.Recipe, _folder.Tokenizer);
        _state = new TrainingState(options.Recipe, _phrases, options.Recipe.Seed);
    }

    /// <summary>The running average of the weights, which is what a bundle holds.</summary>
    internal MatchingModel Model => _state.Average;

    internal PhraseBook Phrases => _phrases;

    /// <summary>The folder of the tokenizer's files.</summary>
    internal string TokenizerFolder => _folder.Tokenizer;

    /// <summary>Trains. An interrupt writes a checkpoint and returns a result that is not finished.</summary>
    /// <exception cref="Datasets.DatasetException">The data set does not fit the recipe.</exception>
    public async Task<TrainingResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var reading = new ProgressMeter("images", 0, 1, _time, null);
        using var boards = BoardSet.Read(
            _options.DataPath, _options.Recipe, (done, total) => Report("images", done, total, reading.Elapsed), cancellationToken);
        var (training, heldOut) = boards.Split(_options.HoldOut);
        var steps = _options.Recipe.Schedule.Steps(training.Count, _options.Recipe.Grid.Rows * _options.Recipe.Grid.Columns);
        var key = Key();
        var store = new CheckpointStore(_options.StateFolder);
        var progress = store.Load(_state, key, steps - _options.Recipe.Schedule.DecaySteps, steps) ?? new CheckpointProgress(key, 0, steps, 0);
        progress = await TrainAsync(training, progress, steps, store, cancellationToken);

        var finished = progress.Step == steps;
        var scores = finished && heldOut.Count > 0 ? Measure(heldOut, cancellationToken) : [];
        var result = Result(progress, training.Count, scores, finished);
        _folder.Write(result, scores);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private async Task<CheckpointProgress> TrainAsync(
        IReadOnlyList<BoardImage> images, CheckpointProgress start, long steps, CheckpointStore store, CancellationToken cancellationToken)
    {
        var recipe = _options.Recipe;
        var trainer = new Trainer(recipe, _state, _phrases, recipe.Seed);
        using var sampler = new CropSampler(recipe, images, recipe.Seed);
        await using var queue = new BatchQueue(sampler, start.Step, steps);
        using var pause = new CollectionPause();
        var meter = new ProgressMeter("training", start.Step, steps, _time, _progress);
        var progress = start;
        while (progress.Step < steps && !cancellationToken.IsCancellationRequested)
        {
            if (progress.Step % StepsBetweenCollections == 0)
            {
                pause.Renew();
            }

            var losses = trainer.Step(queue.Take(CancellationToken.None), progress.Step, steps);
            progress = progress with { Step = progress.Step + 1, Seconds = start.Seconds + meter.Elapsed.TotalSeconds };
            if (meter.Advance(progress.Step, losses) is { } report)
            {
                _folder.Log(report);
            }

            if (progress.Step % recipe.Schedule.CheckpointSteps == 0)
            {
                store.Save(_state, progress);
            }
        }

        if (progress.Step > start.Step)
        {
            store.Save(_state, progress);
        }

        return progress;
    }

    private IReadOnlyList<TileScore> Measure(IReadOnlyList<BoardImage> boards, CancellationToken cancellationToken)
    {
        using var pause = new CollectionPause();
        pause.Renew();
        var meter = new ProgressMeter("measuring", 0, boards.Count, _time, _progress);
        return new TileEvaluation(_options.Recipe, Model, _phrases).Score(
            boards,
            (done, _) =>
            {
                meter.Advance(done);
                pause.Renew();
            },
            cancellationToken);
    }

    private TrainingResult Result(CheckpointProgress progress, int images, IReadOnlyList<TileScore> scores, bool finished)
    {
        string[] labels = [.. _options.Recipe.Labels.Select(label => label.Id)];
        return new TrainingResult(
            RecipeReader.Hash(_options.Recipe),
            _options.Recipe.Seed,
            progress.Step,
            images,
            _options.HoldOut,
            Math.Round(progress.Seconds, 1),
            scores.Count > 0 ? TileFigures.Of(scores, labels, score => score.Mkt) : null,
            scores.Count > 0 ? TileFigures.Of(scores, labels, score => score.Clip) : null,
            finished);
    }

    /// <summary>What a checkpoint must have been made of to be taken up. The length of the run is left out: see <see cref="CheckpointStore.Load"/>.</summary>
    private string Key()
    {
        var recipe = _options.Recipe with { Schedule = _options.Recipe.Schedule with { Epochs = 1 } };
        var data = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_options.DataPath)));
        var text = $"{RecipeReader.Hash(recipe)} {data} {string.Join(',', _options.HoldOut.Order(StringComparer.Ordinal))}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private void Report(string stage, long done, long total, TimeSpan elapsed) =>
        _progress?.Report(new TrainingProgress(stage, done, total, elapsed, done > 0 ? elapsed * ((double)(total - done) / done) : null, null));
}
