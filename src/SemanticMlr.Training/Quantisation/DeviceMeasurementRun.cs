using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Measures every form of a bundle's encoder that suits a provider beside fp32, on the device that will use it.</summary>
/// <param name="bundle">The bundle; it stays as it is.</param>
/// <param name="pictures">Pictures with labels.</param>
/// <param name="source">What people call them.</param>
/// <param name="options">What forms run on, and how often.</param>
/// <param name="processor">What the device calls itself.</param>
/// <param name="logger">Told how models were loaded.</param>
public sealed class DeviceMeasurementRun(
    Bundle bundle, IPictureSource pictures, string source, FormMeasurementOptions options, string processor, ILogger logger)
{
    private const int ComparedFrames = 256;

    /// <summary>Decimals of the figures that are kept: more than any of them is worth.</summary>
    private const int Decimals = 4;

    /// <summary>Runs.</summary>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="BundleException">The bundle has no fp32 encoder, or it is damaged.</exception>
    /// <exception cref="ExecutionProviderException">The provider is not there, or cannot run fp32.</exception>
    /// <exception cref="InvalidDataException">The pictures cannot measure.</exception>
    public DeviceMeasurementReport Run(Action<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var provider = options.Inference.Chain.First();
        var target = ProviderTarget.Of(provider);
        var reference = bundle.Manifest.Encoders.FirstOrDefault(entry => entry.Precision == EncoderPrecision.Fp32)
            ?? throw new BundleException(Path.Combine(bundle.Folder, BundleManifest.FileName), "holds no fp32 encoder to compare the other forms with");
        var frames = CalibrationFrames.Read(source, pictures, bundle.Manifest.Image, ComparedFrames, cancellationToken).All;
        progress($"fp32 on {provider}: mAP on {source}");
        using var measurement = new FormMeasurement(bundle, reference, options, pictures, source, logger);
        measurement.Prove(reference); // what is compared with must be right itself
        var recognition = measurement.Recognition(reference, cancellationToken);
        var forms = new List<DeviceFormReport>();
        foreach (var entry in bundle.Manifest.Encoders.Where(entry => entry.Target == EncoderTarget.Any || entry.Target == target))
        {
            progress($"{entry.File} on {provider}");
            forms.Add(Measure(entry, entry == reference, measurement, recognition, frames, provider, cancellationToken));
        }

        return new DeviceMeasurementReport
        {
            Bundle = bundle.Identity,
            Provider = provider.ToString(),
            Processor = processor,
            OnnxRuntime = OrtEnv.Instance().GetVersionString(),
            MeasuredOn = source,
            Samples = recognition.Samples,
            Batch = options.Batch,
            Forms = forms,
        };
    }

    private DeviceFormReport Measure(
        EncoderEntry entry,
        bool isReference,
        FormMeasurement measurement,
        EvaluationReport reference,
        IReadOnlyList<CalibrationFrame> frames,
        ExecutionProvider provider,
        CancellationToken cancellationToken)
    {
        try
        {
            if (!isReference)
            {
                measurement.Prove(entry);
            }
        }
        catch (Exception exception) when (exception is BundleException or ExecutionProviderException)
        {
            return new DeviceFormReport { File = entry.File, Precision = entry.Precision, Target = entry.Target, Verdict = $"not usable: {exception.Message}" };
        }

        var found = isReference ? reference : measurement.Recognition(entry, cancellationToken);
        var (global, _, _, milliseconds, speedUp) = measurement.Compare(entry, frames, cancellationToken);
        var measured = new EncoderMeasurement(
            Math.Round(FormWorkshop.Points(found.Map, reference.Map), Decimals),
            Math.Round(FormGate.SpeedUpOf(speedUp), Decimals),
            Math.Round(global.Mean, Decimals),
            provider.ToString(),
            processor,
            Math.Round(FormWorkshop.Points(found.MicroF1, reference.MicroF1), Decimals),
            Math.Round(global.FirstPercentile, Decimals));
        return new DeviceFormReport
        {
            File = entry.File,
            Precision = entry.Precision,
            Target = entry.Target,
            Map = found.Map,
            Milliseconds = milliseconds,
            SpeedUp = speedUp,
            Measurement = isReference ? null : new DeviceMeasurement(entry.Sha256, measured),
            Verdict = isReference ? "the reference; beside itself, its ratio of times shows how far ratios scatter"
                : measured.IsWorthIt ? $"good enough and faster: the agent takes it on {provider}"
                : $"not taken: mAP changes by {FormattableString.Invariant($"{measured.MapChange:f2}")} points, and the 95 % interval of the speed begins at {FormattableString.Invariant($"{speedUp.Low:f2}")} times that of fp32",
        };
    }
}
