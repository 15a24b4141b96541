using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Training.Export;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Makes a bundle with further forms of its encoder: quantises, measures, and lets in what is good enough and faster.</summary>
/// <param name="bundle">The bundle; its folder stays as it is.</param>
/// <param name="output">The folder to write.</param>
/// <param name="pictures">What calibrates and what measures.</param>
/// <param name="options">What is made.</param>
/// <param name="logger">Told how models were loaded.</param>
public sealed class QuantisationRun(Bundle bundle, string output, QuantisationPictures pictures, QuantisationRunOptions options, ILogger logger)
{
    private const int ComparedFrames = 256;
    private const int ProfiledFrames = 3;

    /// <summary>Runs.</summary>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Stops between two pictures; nothing is written then.</param>
    /// <exception cref="BundleException">The encoder cannot be quantised (the message names the node), or the folder may not be written.</exception>
    /// <exception cref="InvalidDataException">The pictures cannot calibrate or measure.</exception>
    public QuantisationReport Run(Action<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        OutputFolder.Check(output, bundle.Folder);
        var entry = bundle.Manifest.Encoders.FirstOrDefault(encoder => encoder.Precision == EncoderPrecision.Fp32)
            ?? throw new BundleException(Path.Combine(bundle.Folder, BundleManifest.FileName), "holds no fp32 encoder, which all other forms are made from");
        var path = bundle.PathOf(entry);
        var graph = EncoderGraph.Parse(path, File.ReadAllBytes(path));
        var image = bundle.Manifest.Image;
        progress($"frames of {pictures.CalibrationSource}");
        var calibration = CalibrationFrames.Read(pictures.CalibrationSource, pictures.Calibration, image, options.Settings.Frames, cancellationToken);
        var compared = CalibrationFrames.Read(pictures.MeasurementSource, pictures.Measurement, image, ComparedFrames, cancellationToken).All;
        var measurementOptions = new FormMeasurementOptions
        {
            Inference = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = options.Settings.Threads },
            Rounds = options.Settings.Rounds,
            Head = options.Head,
        };
        using var measurement = new FormMeasurement(bundle, entry, measurementOptions, pictures.Measurement, pictures.MeasurementSource, logger);
        progress($"fp32: mAP on {pictures.MeasurementSource}");
        var recognition = measurement.Recognition(entry, cancellationToken);
        var temporary = Directory.CreateTempSubdirectory("mlr-quantize-");
        try
        {
            var workshop = new FormWorkshop(graph, entry, recognition, measurement, calibration, compared, options, temporary.FullName, progress);
            FormCandidate[] made = [.. options.Forms.Select(form => workshop.Make(form.Precision, form.Target, cancellationToken))];
            progress("fp32: time");
            var reference = Reference(graph, entry, recognition, measurement, compared, cancellationToken);
            var report = new QuantisationReport
            {
                Bundle = bundle.Identity,
                Head = bundle.HeadName(options.Head),
                Calibration = options.Settings.Calibration,
                CalibrationSource = pictures.CalibrationSource,
                CalibrationFrames = calibration.All.Count,
                CalibrationPictures = calibration.Pictures,
                MeasuredOn = pictures.MeasurementSource,
                Pictures = recognition.Images,
                Samples = recognition.Samples,
                Processor = options.Processor,
                Threads = options.Settings.Threads,
                OnnxRuntime = OrtEnv.Instance().GetVersionString(),
                Forms = [reference, .. made.Select(form => form.Report)],
            };
            progress($"writing {output}");
            QuantisedBundle.Write(bundle, new BundleFolder(output), made, report);
            return report;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private FormReport Reference(
        EncoderGraph graph, EncoderEntry entry, EvaluationReport recognition, FormMeasurement measurement, IReadOnlyList<CalibrationFrame> frames, CancellationToken cancellationToken)
    {
        // fp32 against itself: how far a ratio of 1 scatters here says what the other ratios are worth.
        var (global, patches, milliseconds, _, speedUp) = measurement.Compare(entry, [.. frames.Take(ProfiledFrames)], cancellationToken);
        return new FormReport
        {
            Precision = EncoderPrecision.Fp32,
            Target = entry.Target,
            File = entry.File,
            Bytes = new FileInfo(bundle.PathOf(entry)).Length,
            Map = recognition.Map!.Value,
            MicroF1 = recognition.MicroF1,
            Cosine = global,
            PatchCosine = patches,
            Milliseconds = milliseconds,
            SpeedUp = speedUp,
            Ran = ProfiledNodes.Count(graph.Path, graph.Model, frames.Take(ProfiledFrames), options.Settings.Threads),
            Entered = true,
            Verdict = "the reference; beside itself, its ratio of times shows how far ratios scatter",
        };
    }
}
