using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>The forms of an encoder that are measured beside each other: fp32, and on the processor int8 with every node that can. Owns the file of the int8 form.</summary>
internal sealed class EncoderForms : IDisposable
{
    private const int FewestCalibrating = 4;
    private const int ProfiledFrames = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlr-bench-");

    private EncoderForms(EncoderGraph graph, IReadOnlyList<CalibrationFrame> frames, int calibrated) =>
        (Graph, Frames, Calibrated) = (graph, frames, calibrated);

    /// <summary>The fp32 form.</summary>
    public EncoderGraph Graph { get; }

    /// <summary>The frames to compare on; none of them calibrated.</summary>
    public IReadOnlyList<CalibrationFrame> Frames { get; }

    /// <summary>Frames that calibrated.</summary>
    public int Calibrated { get; }

    /// <summary>The file of the int8 form, or null where the provider has none.</summary>
    public string? Integer { get; private set; }

    /// <summary>What the profiler says of fp32.</summary>
    public IReadOnlyList<OperatorCount> RanFloat { get; private set; } = [];

    /// <summary>What the profiler says of int8.</summary>
    public IReadOnlyList<OperatorCount> RanInteger { get; private set; } = [];

    /// <summary>Makes the forms.</summary>
    /// <param name="subject">The fp32 encoder.</param>
    /// <param name="pictures">Pictures; some calibrate, the others are compared on.</param>
    /// <param name="source">What people call them.</param>
    /// <param name="options">The provider and how many pictures.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="BundleException">The encoder cannot be quantised; the message names the node.</exception>
    /// <exception cref="InvalidDataException">There are too few pictures.</exception>
    public static EncoderForms Make(
        EncoderSubject subject, IPictureSource pictures, string source, EncoderBenchmarkOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var graph = EncoderGraph.Parse(subject.Path, File.ReadAllBytes(subject.Path));
        var split = QuantisationPictures.Split(pictures, source);
        var calibration = CalibrationFrames.Read(split.CalibrationSource, split.Calibration, subject.Image, Math.Max(FewestCalibrating, options.Frames / 4), cancellationToken);
        var compared = CalibrationFrames.Read(split.MeasurementSource, split.Measurement, subject.Image, options.Frames, cancellationToken);
        var forms = new EncoderForms(graph, compared.All, calibration.All.Count);
        try
        {
            forms.Quantise(subject, calibration, options, progress, cancellationToken);
            return forms;
        }
        catch
        {
            forms.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Quantise(EncoderSubject subject, CalibrationFrames calibration, EncoderBenchmarkOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var threads = options.Inference.Threads;
        if (options.Inference.Chain.First() != ExecutionProvider.Cpu)
        {
            return; // what the profiler counts and the form for the processor say nothing of other providers
        }

        RanFloat = ProfiledNodes.Count(subject.Path, Graph.Model, Frames.Take(ProfiledFrames), threads);
        var settings = new QuantisationSettings { RanksNodes = false, MaxError = double.PositiveInfinity, Attention = options.Attention, Threads = threads };
        var quantiser = new EncoderQuantiser(Graph, calibration, settings, what => progress($"{subject.Name} int8: {what}"), cancellationToken);
        var model = quantiser.Quantise(0, cancellationToken).Model;
        progress($"{subject.Name} int8: what really runs");
        RanInteger = ProfiledNodes.Count(subject.Path, model, Frames.Take(ProfiledFrames), threads);
        Integer = Path.Combine(_folder.FullName, "encoder.int8.cpu.onnx");
        using var file = File.Create(Integer);
        model.WriteTo(file);
    }
}
