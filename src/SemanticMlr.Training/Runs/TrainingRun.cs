using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
    private const int StepsBetweenCollections = 5;

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
        _folder = new RunFolder(options.StateFolder, JsonSerializer.SerializeToUtf8Bytes(options.Recipe, RecipeJson.Default.Recipe));
        _phrases = PhraseBook.Create(options.Recipe, _folder.Tokenizer);
        _state = new TrainingState(options.Recipe, _phrases, options.Recipe.Seed);
    }

    /// <summary>The running average of the weights, which is what a bundle holds.</summary>
    internal MatchingModel Model => _state.Average;

    internal PhraseBook Phrases => _phrases;

    /// <summary>The folder of the tokenizer's files.</summary>
    internal string TokenizerFolder => _folder.Tokenizer;

    /// <summary>The tiles of the groups held out, once the run is finished.</summary>
    public IReadOnlyList<TileScore> HeldOut { get; private set; } = [];

    /// <summary>Trains and measures. An interrupt writes a checkpoint and returns a result that is not finished.</summary>
    /// <exception cref="Datasets.DatasetException">The data set does not fit the recipe.</exception>
    public async Task<TrainingResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var progress = new CheckpointProgress("", 0, 0, 0);
        try
        {
            using var boards = BoardSet.Read(_options.DataPath, _options.Recipe, ReportImages(), cancellationToken);
            var (whole, heldOut) = boards.Split(_options.HoldOut);
            var training = HiddenLabels.Hide(whole, _options.Recipe);
            var schedule = _options.Recipe.Schedule;
            var steps = schedule.Steps(training.Count, _options.Recipe.Grid.Rows * _options.Recipe.Grid.Columns);
            var store = new CheckpointStore(_options.StateFolder, Warn);
            progress = store.Load(_state, Key(), steps - schedule.DecaySteps, steps) ?? new CheckpointProgress(Key(), 0, steps, 0);
            progress = await TrainAsync(training, progress, store, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            HeldOut = heldOut.Count > 0 ? Measure(heldOut, cancellationToken) : [];
            var result = Result(progress, training.Count, finished: true);
            _folder.Write(result, HeldOut);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Result(progress, 0, finished: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private async Task<CheckpointProgress> TrainAsync(
        IReadOnlyList<BoardImage> images, CheckpointProgress start, CheckpointStore store, CancellationToken cancellationToken)
    {
        var (recipe, steps) = (_options.Recipe, start.Steps);
        var trainer = new Trainer(recipe, _state, _phrases, recipe.Seed);
        using var sampler = new CropSampler(recipe, images, recipe.Seed);
        await using var queue = new BatchQueue<CropBatch>(sampler.Draw, start.Step, steps);
        using var pause = new CollectionPause(Warn);
        var meter = new ProgressMeter("training", start.Step, steps, _time, _progress);
        var progress = start;
        while (progress.Step < steps && !cancellationToken.IsCancellationRequested)
        {
            if (progress.Step == start.Step || progress.Step % StepsBetweenCollections == 0)
            {
                pause.Renew();
            }

            if (progress.Step == steps - recipe.Schedule.DecaySteps)
            {
                store.SaveBeforeFall(_state, progress);
            }

            var losses = trainer.Step(queue.Take(), progress.Step, steps);
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
        using var pause = new CollectionPause(Warn);
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

    private TrainingResult Result(CheckpointProgress progress, int images, bool finished)
    {
        string[] labels = [.. _options.Recipe.Labels.Select(label => label.Id)];
        return new TrainingResult(
            RecipeReader.Hash(_options.Recipe),
            _options.Recipe.Seed,
            progress.Step,
            images,
            _options.HoldOut,
            Math.Round(progress.Seconds, 1),
            HeldOut.Count > 0 ? TileFigures.Of(HeldOut, labels, score => score.Mkt) : null,
            HeldOut.Count > 0 ? TileFigures.Of(HeldOut, labels, score => score.Clip) : null,
            finished,
            RecipeReader.HashWithoutEpochs(_options.Recipe));
    }

    /// <summary>What a checkpoint must have been made of to be taken up. The length of the run is left out: see <see cref="CheckpointStore.Load"/>.</summary>
    private string Key()
    {
        var data = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_options.DataPath)));
        var text = $"{RecipeReader.HashWithoutEpochs(_options.Recipe)} {data} {string.Join(',', _options.HoldOut.Order(StringComparer.Ordinal))}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private void Warn(string warning)
    {
        var report = new TrainingProgress("warning", 0, 0, TimeSpan.Zero, null, null, warning);
        _folder.Log(report);
        _progress?.Report(report);
    }

    private Action<int, int> ReportImages()
    {
        var meter = new ProgressMeter("images", 0, 0, _time, null);
        return (done, total) => _progress?.Report(
            new TrainingProgress("images", done, total, meter.Elapsed, meter.Elapsed * ((double)(total - done) / done), null));
    }
}
