using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Measures forms of the encoder against fp32 the way the agent runs them: same preprocessing, bindings and session settings. Owns the fp32 model.</summary>
internal sealed class FormMeasurement : IDisposable
{
    private const int WarmUps = 3;
    private const int RunsARound = 4;

    private readonly Bundle _bundle;
    private readonly FormMeasurementOptions _options;
    private readonly IPictureSource _pictures;
    private readonly string _source;
    private readonly ILogger _logger;
    private readonly RecognitionModel _reference;

    /// <param name="bundle">The bundle; its fp32 encoder is the reference.</param>
    /// <param name="reference">The fp32 encoder.</param>
    /// <param name="options">What forms run on, and how often.</param>
    /// <param name="pictures">What to measure on.</param>
    /// <param name="source">What people call it.</param>
    /// <param name="logger">Told how models were loaded.</param>
    /// <exception cref="ExecutionProviderException">The provider is not there, or cannot run fp32.</exception>
    public FormMeasurement(Bundle bundle, EncoderEntry reference, FormMeasurementOptions options, IPictureSource pictures, string source, ILogger logger)
    {
        (_bundle, _options, _pictures, _source, _logger) = (bundle, options, pictures, source, logger);
        _reference = Load(reference);
    }

    /// <summary>mAP and micro-F1 of a form.</summary>
    /// <param name="entry">The form.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="InvalidDataException">No label has positives, so that there is no mAP.</exception>
    public EvaluationReport Recognition(EncoderEntry entry, CancellationToken cancellationToken)
    {
        using var model = Load(entry);
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(_bundle.Labels), _options.Head, besideList: null);
        using var recognizer = new Recognizer(model, snapshot);
        var (table, timing) = EvaluationRun.Score(recognizer, _pictures, progress: null, pointing: null, cancellationToken);
        var report = EvaluationRun.Report(
            table, timing, model, snapshot, new EvaluationRules(), grid: null, pointing: null, new Random(1).NextDouble);
        return report.Map is null
            ? throw new InvalidDataException($"{_source}: no label of the bundle holds on any picture, so the loss of mAP cannot be measured; name data with labels.")
            : report;
    }

    /// <summary>Agreement of embeddings, and time, of a form beside fp32.</summary>
    public (CosineFigures Global, CosineFigures? Patches, Spread Reference, Spread Form, Spread SpeedUp) Compare(
        EncoderEntry entry, IReadOnlyList<CalibrationFrame> frames, CancellationToken cancellationToken)
    {
        using var form = Load(entry);
        using var left = _reference.CreateBatch(_options.Batch);
        using var right = form.CreateBatch(_options.Batch);
        var (global, patches) = (new List<double>(), new List<double>());
        foreach (var frame in frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(left, 0, frame);
            Fill(right, 0, frame);
            _reference.Encode(left, 1);
            form.Encode(right, 1);
            global.Add(TensorPrimitives.CosineSimilarity(left.GlobalOf(0), right.GlobalOf(0)));
            for (var patch = 0; patch < _reference.PatchCount; patch++)
            {
                var row = new Range(patch * form.Dimension, (patch + 1) * form.Dimension);
                patches.Add(TensorPrimitives.CosineSimilarity(left.PatchesOf(0)[row], right.PatchesOf(0)[row]));
            }
        }

        for (var row = 0; row < _options.Batch; row++)
        {
            Fill(left, row, frames[row % frames.Count]);
            Fill(right, row, frames[row % frames.Count]);
        }

        var rounds = new List<(double Reference, double Form)>();
        for (var round = -WarmUps; round < _options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Who goes first changes from round to round.
            var referenceFirst = round % 2 == 0;
            var first = Time(referenceFirst ? _reference : form, referenceFirst ? left : right);
            var second = Time(referenceFirst ? form : _reference, referenceFirst ? right : left);
            if (round >= 0)
            {
                rounds.Add(referenceFirst ? (first, second) : (second, first));
            }
        }

        return (
            CosineFigures.Of(global),
            patches.Count > 0 ? CosineFigures.Of(patches) : null,
            Spread.Of(rounds.Select(round => round.Reference)),
            Spread.Of(rounds.Select(round => round.Form)),
            Spread.Of(rounds.Select(round => round.Reference / round.Form)));
    }

    /// <summary>What a form gives for the golden pictures of the bundle.</summary>
    /// <param name="entry">The form.</param>
    /// <param name="tolerance">The tolerance to write down.</param>
    public GoldenSet Golden(EncoderEntry entry, double tolerance)
    {
        using var model = Load(entry);
        return FormGolden.Of(model, tolerance);
    }

    /// <summary>Runs the golden pictures of a form.</summary>
    /// <exception cref="BundleException">It gives other numbers on this provider.</exception>
    public void Prove(EncoderEntry entry)
    {
        using var model = Load(entry);
        model.ProveForm();
    }

    public void Dispose() => _reference.Dispose();

    private RecognitionModel Load(EncoderEntry entry) => RecognitionModel.LoadForm(_bundle, entry, _options.Inference, cache: null, _logger);

    private static void Fill(RecognitionBatch batch, int row, CalibrationFrame frame) =>
        frame.Pixels.CopyTo(batch.PixelsOf(row));

    /// <summary>The best of a few runs: what other work on the machine takes is no property of a form.</summary>
    private static double Time(RecognitionModel model, RecognitionBatch batch)
    {
        var best = double.PositiveInfinity;
        for (var run = 0; run < RunsARound; run++)
        {
            var started = Stopwatch.GetTimestamp();
            model.Encode(batch, batch.Capacity);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }
}
