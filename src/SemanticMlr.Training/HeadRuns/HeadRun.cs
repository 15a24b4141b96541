using System.Security.Cryptography;
using System.Text;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.Heads;
using TorchSharp;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>One run of a head recipe: takes up its checkpoint, trains to the end or to an interrupt, measures the test samples with the best pass.</summary>
/// <remarks>Owns data and model until it is disposed. One run a process at a time: threads and allocator are the process's own.</remarks>
public sealed class HeadRun : IDisposable
{
    private const int StepsBetweenCollections = 5;

    private readonly HeadRunOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<PassReport>? _progress;
    private readonly HeadRunFolder _folder;
    private readonly CheckpointStore _store;
    private readonly Action<string>? _warn;
    private readonly Dictionary<string, EvaluationTable> _tests = new(StringComparer.Ordinal);

    /// <summary>Reads the data, makes or reads its features, and prepares the state.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told of each pass, or null.</param>
    /// <param name="encoded">Told of samples encoded and of all, or null.</param>
    /// <param name="warn">Told of what went wrong without ending the run, or null.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="Datasets.DatasetException">A data set does not fit the recipe.</exception>
    /// <exception cref="Recipes.RecipeException">The labels do not fit the recipe, or weights to start from do not.</exception>
    /// <exception cref="Bundles.BundleException">The frozen encoder cannot be run.</exception>
    public HeadRun(
        HeadRunOptions options, TimeProvider time, IProgress<PassReport>? progress, Action<int, int>? encoded, Action<string>? warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _progress, _warn) = (options, time, progress, warn);
        Heap.Retain();
        torch.set_num_threads(options.Recipe.Threads);
        Cv2.SetNumThreads(1);
        Data = new HeadDataReader(options.DataRoot, options.CacheFolder, encoded).Read(options.Recipe, cancellationToken);
        using (var pause = new CollectionPause(warn))
        {
            pause.Renew();
            State = new HeadState(options.Recipe, Data, model => ModelStart.Apply(model, options.Recipe, Data, options.DataRoot));
        }

        _folder = new HeadRunFolder(options.StateFolder, options.Recipe);
        _store = new CheckpointStore(options.StateFolder, warn);
    }

    internal HeadData Data { get; }

    internal HeadState State { get; }

    /// <summary>The model as it is measured and exported, once the run is finished.</summary>
    internal HeadModel Model => State.Average;

    /// <summary>Logits and truth of the samples that choose the best pass, once the run is finished; null without those.</summary>
    internal EvaluationTable? ValidationScores { get; private set; }

    /// <summary>Logits and truth of the test samples on a set of labels, once the run is finished.</summary>
    /// <param name="labels"><c>all</c> or <c>unseen</c>.</param>
    internal EvaluationTable Scores(string labels) => _tests[labels];

    /// <summary>Trains and measures. An interrupt ends after the step under way and returns a result that is not finished; the last whole pass is kept.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no number; the message names the step.</exception>
    public HeadResult Execute(CancellationToken cancellationToken)
    {
        var recipe = _options.Recipe;
        using var pause = new CollectionPause(_warn);
        pause.Renew();
        var trainer = new HeadTrainer(recipe, State, Data, LabelNumbers.Seen(recipe, Data));
        var progress = _store.Load(State, Key(), 0, recipe.Schedule.Passes) ?? new CheckpointProgress(Key(), 0, recipe.Schedule.Passes, 0);
        _folder.CutLog((int)progress.Step);
        var (begin, before) = (_time.GetTimestamp(), progress.Seconds);
        while (progress.Step < recipe.Schedule.Passes)
        {
            if (Pass((int)progress.Step, trainer, pause, cancellationToken) is not { } loss)
            {
                return Result(progress, finished: false, pause);
            }

            var map = Validate((int)progress.Step + 1, pause);
            State.Pseudo.Update(Probabilities(pause), (sample, label) => Data.Observed[sample][label] == Truth.Unknown && IsTrained(sample), (int)progress.Step + 1, recipe.Schedule.Passes);
            progress = progress with { Step = progress.Step + 1, Seconds = before + _time.GetElapsedTime(begin).TotalSeconds };
            var report = new PassReport((int)progress.Step, recipe.Schedule.Passes, loss, map, Math.Round(progress.Seconds, 2));
            _folder.Log(report);
            _progress?.Report(report);
            _store.Save(State, progress);
        }

        var result = Result(progress, finished: true, pause);
        _folder.Write(result);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        State.Dispose();
        Data.Dispose();
    }

    /// <summary>One pass; its mean loss, or null after an interrupt.</summary>
    private double? Pass(int pass, HeadTrainer trainer, CollectionPause pause, CancellationToken cancellationToken)
    {
        var step = (long)pass * trainer.StepsPerPass;
        var losses = new List<double>();
        foreach (var samples in trainer.Batches(pass))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            if (step % StepsBetweenCollections == 0)
            {
                pause.Renew();
            }

            var loss = trainer.Step(samples, step++);
            if (!double.IsFinite(loss))
            {
                throw new TrainingDivergedException(
                    $"{_options.StateFolder}: the loss is {loss} at step {step} (pass {pass + 1}); the checkpoint of pass {pass} is kept. Lower \"schedule.learningRate\" ({_options.Recipe.Schedule.LearningRate}).");
            }

            losses.Add(loss);
        }

        return losses.Count == 0 ? 0 : losses.Average();
    }

    private double? Validate(int pass, CollectionPause pause)
    {
        var samples = Data.Split.Validation;
        if (samples.Length == 0)
        {
            return null;
        }

        var table = Table(Data.TrainingSource, Data.TrainingSamples, samples, LabelNumbers.Seen(_options.Recipe, Data), pause);
        var map = Evaluator.Mean(Enumerable.Range(0, table.Labels.Count).Select(label => AveragePrecision.Of(table.Logits(label), table.TruthOf(label))), EmptyLabelRule.Skip) ?? 0;
        State.Best.Offer(pass, map, State.Average);
        return map;
    }

    private HeadResult Result(CheckpointProgress progress, bool finished, CollectionPause pause)
    {
        var recipe = _options.Recipe;
        var figures = new Dictionary<string, HeadFigures>(StringComparer.Ordinal);
        if (finished)
        {
            State.Best.Restore(State.Average);
            ValidationScores = Data.Split.Validation.Length > 0
                ? Table(Data.TrainingSource, Data.TrainingSamples, Data.Split.Validation, LabelNumbers.All(recipe, Data), pause)
                : null;

            // Thresholds would be chosen by the truth of labels that must stay unseen.
            var thresholds = ValidationScores is null || recipe.Labels.Seen.Count > 0 ? null : DecisionThresholds.Of(ValidationScores);
            _tests["all"] = Test(LabelNumbers.All(recipe, Data), pause);
            figures.Add("all", HeadFigures.Of(_tests["all"], thresholds));
            if (recipe.Labels.Seen.Count > 0)
            {
                _tests["unseen"] = Test(LabelNumbers.Unseen(recipe, Data), pause);
                figures.Add("unseen", HeadFigures.Of(_tests["unseen"], null));
            }
        }

        return new HeadResult(
            HeadRecipeReader.Hash(recipe),
            recipe.Seed,
            (int)progress.Step,
            State.Best.Pass > 0 ? State.Best.Pass : (int)progress.Step,
            State.Best.Pass > 0 ? State.Best.Map : null,
            Data.Split.Training.Length,
            Math.Round(progress.Seconds, 1),
            State.Model.Head.MultiplyAdds(LabelNumbers.All(recipe, Data).Length, Data.PatchCount(recipe)),
            figures,
            finished);
    }

    private EvaluationTable Test(int[] labels, CollectionPause pause) => Table(Data.TestSource, Data.TestSamples, Data.Split.Test, labels, pause);

    private EvaluationTable Table(ISampleSource source, SampleSet set, int[] samples, int[] labels, CollectionPause pause)
    {
        var logits = HeadScorer.Score(State.Average, source, samples, labels, pause);
        var table = new EvaluationTable([.. labels.Select(label => Data.Labels.Ids[label])]);
        var probabilities = new float[labels.Length];
        for (var row = 0; row < samples.Length; row++)
        {
            var sample = set.Samples[samples[row]];
            table.BeginImage(sample.Image);
            table.Add(logits.AsSpan(row * labels.Length, labels.Length), probabilities, [.. labels.Select(label => sample.Labels[label])]);
        }

        return table;
    }

    /// <summary>What the running average says of every sample and label; empty where the loss makes no use of it.</summary>
    private float[] Probabilities(CollectionPause pause) => !State.Pseudo.AreUsed
        ? []
        : [.. HeadScorer.Score(State.Average, Data.TrainingSource, [.. Enumerable.Range(0, Data.TrainingSource.Count)], [.. Enumerable.Range(0, Data.Labels.Labels.Count)], pause)
            .Select(logit => 1 / (1 + MathF.Exp(-logit)))];

    private bool IsTrained(int sample) => Array.BinarySearch(Data.Split.Training, sample) >= 0;

    private string Key() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{HeadInputs.Hash(_options.Recipe, _options.DataRoot)} {string.Join(',', Data.Split.Training)} {string.Join(',', Data.Observed.SelectMany(truth => truth).Select(truth => (int)truth))}")));
}
