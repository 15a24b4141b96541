using System.Security.Cryptography;
using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Makes one form of the encoder after another and measures each.</summary>
/// <param name="graph">The fp32 encoder.</param>
/// <param name="reference">Its entry.</param>
/// <param name="recognition">What fp32 reaches.</param>
/// <param name="measurement">Measures forms.</param>
/// <param name="calibration">The frames that calibrate.</param>
/// <param name="frames">The frames that forms are compared on.</param>
/// <param name="options">What is made.</param>
/// <param name="folder">Where files lie while they are measured.</param>
/// <param name="progress">Told what is done.</param>
internal sealed class FormWorkshop(
    EncoderGraph graph,
    EncoderEntry reference,
    EvaluationReport recognition,
    FormMeasurement measurement,
    CalibrationFrames calibration,
    IReadOnlyList<CalibrationFrame> frames,
    QuantisationRunOptions options,
    string folder,
    Action<string> progress)
{
    /// <summary>Frames that are run under the profiler.</summary>
    private const int ProfiledFrames = 3;

    /// <summary>Decimals of the figures in a manifest: more than any of them is worth.</summary>
    private const int Decimals = 4;

    /// <summary>Makes a form.</summary>
    /// <exception cref="BundleException">The encoder cannot be quantised; the message names the node.</exception>
    public FormCandidate Make(EncoderPrecision precision, EncoderTarget target, CancellationToken cancellationToken)
    {
        var name = $"{EncoderName(precision)}.{EncoderName(target)}";
        void Tell(string what) => progress($"{name}: {what}");
        if (precision == EncoderPrecision.Fp16)
        {
            Tell("conversion");
            return Finish(name, precision, target, HalfPrecision.Write(graph, options.Settings.Threads), null, null, Tell, cancellationToken);
        }

        var settings = options.Settings with { Target = target };
        var quantiser = new EncoderQuantiser(graph, calibration, settings, Tell, cancellationToken);
        var atLeast = 0;
        while (true)
        {
            var encoder = quantiser.Quantise(atLeast, cancellationToken);
            Tell($"mAP with {encoder.KeptFloat.Count} nodes kept in float");
            var found = measurement.Recognition(Save(name, precision, target, encoder.Model.ToByteArray()), cancellationToken);
            if (Points(found.Map, recognition.Map) >= -settings.MaxMapLoss || encoder.KeptFloat.Count >= quantiser.MostKept)
            {
                return Finish(name, precision, target, encoder.Model, (quantiser, encoder), found, Tell, cancellationToken);
            }

            atLeast = Math.Max(1, 2 * encoder.KeptFloat.Count);
        }
    }

    /// <summary>Change from one share to another, in points.</summary>
    public static double Points(double? found, double? before) => 100 * (found!.Value - before!.Value);

    private FormCandidate Finish(
        string name,
        EncoderPrecision precision,
        EncoderTarget target,
        ModelProto model,
        (EncoderQuantiser Quantiser, QuantisedEncoder Encoder)? quantised,
        EvaluationReport? found,
        Action<string> tell,
        CancellationToken cancellationToken)
    {
        var bytes = model.ToByteArray();
        var entry = Save(name, precision, target, bytes);
        found ??= measurement.Recognition(entry, cancellationToken);
        tell("comparison with fp32");
        var (global, patches, _, milliseconds, speedUp) = measurement.Compare(entry, frames, cancellationToken);
        var isHere = target is EncoderTarget.Cpu;
        var report = new FormReport
        {
            Precision = precision,
            Target = target,
            File = Path.GetFileName(entry.File),
            Bytes = bytes.Length,
            Map = found.Map!.Value,
            MicroF1 = found.MicroF1,
            MapChange = Points(found.Map, recognition.Map),
            MicroF1Change = Points(found.MicroF1, recognition.MicroF1),
            Cosine = global,
            PatchCosine = patches,
            Milliseconds = milliseconds,
            SpeedUp = isHere ? speedUp : null,
            Ran = ProfiledNodes.Count(entry.File, model, frames.Take(ProfiledFrames), options.Settings.Threads),
            NodesMeant = quantised?.Encoder.Nodes.Count ?? 0,
            Error = quantised?.Encoder.Error,
            ErrorWithoutCorrection = quantised?.Encoder.ErrorWithoutCorrection,
            IsCorrected = quantised?.Encoder.IsCorrected ?? false,
            KeptFloat = quantised?.Encoder.KeptFloat ?? [],
            Sensitivities = quantised?.Quantiser.Sensitivities ?? [],
        };
        report = FormGate.Judge(report, options);
        var measured = isHere
            ? new EncoderMeasurement(
                Math.Round(report.MapChange, Decimals), Math.Round(FormGate.SpeedUpOf(speedUp), Decimals), Math.Round(global.Mean, Decimals), ExecutionProvider.Cpu.ToString(), options.Processor,
                Math.Round(report.MicroF1Change, Decimals), Math.Round(global.FirstPercentile, Decimals))
            : null;
        return new FormCandidate(entry with { File = report.File, Measured = measured }, bytes, measurement.Golden(entry, FormGate.ToleranceOf(precision, target)), report);
    }

    private EncoderEntry Save(string name, EncoderPrecision precision, EncoderTarget target, byte[] bytes)
    {
        var path = Path.Combine(folder, $"encoder.{name}.onnx");
        File.WriteAllBytes(path, bytes);
        return new EncoderEntry
        {
            File = path,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Precision = precision,
            Target = target,
            CalibratedAs = reference.CalibratedAs ?? reference.Sha256,
        };
    }

#pragma warning disable CA1308 // file names are lower case
    private static string EncoderName<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
