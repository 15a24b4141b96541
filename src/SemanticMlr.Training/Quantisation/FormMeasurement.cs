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
    private readonly QuantisationSettings _settings;
    private readonly QuantisationPictures _pictures;
    private readonly string? _head;
    private readonly ILogger _logger;
    private readonly RecognitionModel _reference;

    /// <param name="bundle">The bundle; its fp32 encoder is the reference.</param>
    /// <param name="reference">The fp32 encoder.</param>
    /// <param name="settings">Threads and rounds.</param>
    /// <param name="pictures">What to measure on.</param>
    /// <param name="head">The head to score with, or null for the default.</param>
    /// <param name="logger">Told how models were loaded.</param>
    public FormMeasurement(Bundle bundle, EncoderEntry reference, QuantisationSettings settings, QuantisationPictures pictures, string? head, ILogger logger)
    {
        (_bundle, _settings, _pictures, _head, _logger) = (bundle, settings, pictures, head, logger);
        _reference = Load(reference);
    }

    /// <summary>mAP and micro-F1 of a form.</summary>
    /// <param name="entry">The form.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="InvalidDataException">No label has positives, so that there is no mAP.</exception>
    public EvaluationReport Recognition(EncoderEntry entry, CancellationToken cancellationToken)
    {
        using var model = Load(entry);
        var snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(_bundle.Labels), _head, besideList: null);
        using var recognizer = new Recognizer(model, snapshot);
        var (table, timing) = EvaluationRun.Score(recognizer, _pictures.Measurement, progress: null, pointing: null, cancellationToken);
        var report = EvaluationRun.Report(
            table, timing, model, snapshot, new EvaluationRules(), grid: null, pointing: null, new Random(1).NextDouble);
        return report.Map is null
            ? throw new InvalidDataException($"{_pictures.MeasurementSource}: no label of the bundle holds on any picture, so the loss of mAP cannot be measured; name data with labels.")
            : report;
    }

    /// <summary>Agreement of embeddings, and time, of a form beside fp32.</summary>
    public (CosineFigures Global, CosineFigures? Patches, Spread Reference, Spread Form, Spread SpeedUp) Compare(
        EncoderEntry entry, IReadOnlyList<CalibrationFrame> frames, CancellationToken cancellationToken)
    {
        using var form = Load(entry);
        using var left = _reference.CreateBatch(1);
        using var right = form.CreateBatch(1);
        var (global, patches) = (new List<double>(), new List<double>());
        foreach (var frame in frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Encode(_reference, left, frame);
            Encode(form, right, frame);
            global.Add(TensorPrimitives.CosineSimilarity(left.GlobalOf(0), right.GlobalOf(0)));
            for (var patch = 0; patch < _reference.PatchCount; patch++)
            {
                var row = new Range(patch * form.Dimension, (patch + 1) * form.Dimension);
                patches.Add(TensorPrimitives.CosineSimilarity(left.PatchesOf(0)[row], right.PatchesOf(0)[row]));
            }
        }

        var rounds = new List<(double Reference, double Form)>();
        for (var round = -WarmUps; round < _settings.Rounds; round++)
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

    public void Dispose() => _reference.Dispose();

    private RecognitionModel Load(EncoderEntry entry) =>
        RecognitionModel.LoadForm(_bundle, entry, new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = _settings.Threads }, cache: null, _logger);

    private static void Encode(RecognitionModel model, RecognitionBatch batch, CalibrationFrame frame)
    {
        System.Runtime.InteropServices.Marshal.Copy(frame.Pixels, 0, batch.PixelsOf(0).Data, frame.Pixels.Length);
        model.Encode(batch, 1);
    }

    /// <summary>The best of a few runs: what other work on the machine takes is no property of a form.</summary>
    private static double Time(RecognitionModel model, RecognitionBatch batch)
    {
        var best = double.PositiveInfinity;
        for (var run = 0; run < RunsARound; run++)
        {
            var started = Stopwatch.GetTimestamp();
            model.Encode(batch, 1);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }
}
