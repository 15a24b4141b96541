using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Simulation;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.Tests.Quantisation;

/// <summary>The shipped bundle on drawn boards.</summary>
public sealed class QuantisationRunTests : IDisposable
{
    private const int Threads = 1;

    private readonly TemporaryFolder _folder = new();

    private static string Source => Repository.PathOf("models", "pcb-defects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheShippedBundle_KeepsItsRecognition_InEveryForm()
    {
        var before = HashOf(Source);
        var output = _folder.File("quantised");
        var report = Run(output, (EncoderPrecision.Int8, EncoderTarget.Cpu), (EncoderPrecision.Int8, EncoderTarget.TensorRt), (EncoderPrecision.Fp16, EncoderTarget.Cuda));

        Assert.Equal(before, HashOf(Source));
        var (fp32, cpu, tensorRt, half) = (report.Forms[0], report.Forms[1], report.Forms[2], report.Forms[3]);
        Assert.All(report.Forms, form => Assert.InRange(form.MapChange, -0.5, 100));
        Assert.All(report.Forms, form => Assert.InRange(form.Cosine.Mean, 0.99, 1.0001));
        Assert.True(cpu.Bytes < 0.4 * fp32.Bytes && half.Bytes < 0.6 * fp32.Bytes);
        Assert.Equal(cpu.NodesMeant, cpu.NodesInteger);
        Assert.Null(tensorRt.SpeedUp);

        var bundle = Bundle.Open(output);
        Assert.Equal(bundle.Manifest.Encoders.Count, report.Forms.Count);
        var entry = bundle.Manifest.Encoders.Single(encoder => encoder is { Precision: EncoderPrecision.Int8, Target: EncoderTarget.Cpu });
        Assert.Equal(bundle.Manifest.Encoders[0].Sha256, entry.CalibratedAs);
        Assert.Equal(0.05, bundle.GoldenOf(entry).Tolerance);
        Assert.All(bundle.Manifest.Encoders.Where(encoder => encoder.Target is EncoderTarget.TensorRt or EncoderTarget.Cuda), encoder => Assert.Null(encoder.Measured));
        Assert.Contains("| Int8 Cpu |", File.ReadAllText(Path.Combine(output, QuantisedBundle.Card)), StringComparison.Ordinal);

        // The agent's choice follows the measurement, whatever it was on this machine; the calibration holds for the form that runs.
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = Threads }, cache: null, NullLogger.Instance);
        Assert.Equal(entry.Measured!.IsWorthIt ? EncoderPrecision.Int8 : EncoderPrecision.Fp32, model.Provider.Encoder.Precision);
        Assert.Empty(RecognitionSnapshot.Create(model, model.CreateLabelTable(bundle.Labels), head: null, besideList: null).Remarks);
    }

    [Fact]
    public void TheBundleItself_IsNeverWrittenTo()
    {
        Assert.Contains("never changed in place", Assert.Throws<BundleException>(() => Run(Source)).Message, StringComparison.Ordinal);
        Assert.Contains("never changed in place", Assert.Throws<BundleException>(() => Run(Path.Combine(Source, "int8"))).Message, StringComparison.Ordinal);

        File.WriteAllText(_folder.File("notes.txt"), "mine");
        Assert.Contains("holds files but no bundle.json", Assert.Throws<BundleException>(() => Run(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.4, 1.2, true)]
    [InlineData(-0.6, 1.2, false)]
    [InlineData(0.3, 0.9, false)]
    [InlineData(0.3, 1.0, false)]
    public void TheGate_AsksForBoth(double mapChange, double low, bool enters)
    {
        var report = Judge(mapChange, new Spread(0.5, low, 1.5, 2), keepsAll: false);

        Assert.Equal(enters, report.Entered);
        Assert.Equal(enters && low > 1, new EncoderMeasurement(mapChange, FormGate.SpeedUpOf(report.SpeedUp!), 1, "Cpu", "test").IsWorthIt);
        Assert.True(Judge(mapChange, report.SpeedUp, keepsAll: true).Entered);
    }

    [Fact]
    public void TheGate_LetsInUnmeasuredFormsOfOtherProviders_ThatRecogniseAsWell()
    {
        Assert.True(Judge(-0.1, null, keepsAll: false).Entered);
        Assert.False(Judge(-2, null, keepsAll: false).Entered);
    }

    private static FormReport Judge(double mapChange, Spread? speedUp, bool keepsAll) => FormGate.Judge(
        new FormReport
        {
            Precision = EncoderPrecision.Int8,
            Target = EncoderTarget.Cpu,
            File = "int8.onnx",
            Bytes = 1,
            Map = 0.9,
            MicroF1 = 0.9,
            Cosine = new CosineFigures(1, 1),
            PatchCosine = null,
            Milliseconds = new Spread(1, 1, 1, 1),
            Ran = [],
            MapChange = mapChange,
            SpeedUp = speedUp,
        },
        new QuantisationRunOptions { Forms = [], Processor = "test", KeepsAll = keepsAll });

    private static QuantisationReport Run(string output, params (EncoderPrecision, EncoderTarget)[] forms)
    {
        var bundle = Bundle.Open(Source);
        string[] labels = [.. bundle.Labels.Labels.Select(label => label.Id)];
        ScenePictures Drawn(long seed, int count) => new(SceneCatalog.Create("pcb", seed), count, labels, new GridSize(3, 3));
        var options = new QuantisationRunOptions
        {
            Settings = new QuantisationSettings { Threads = Threads, Rounds = 3, Frames = 24 },
            Forms = forms,
            KeepsAll = true,
            Processor = "test",
        };
        var pictures = new QuantisationPictures(Drawn(6, 8), "drawn", Drawn(SceneCatalog.FirstTestSeed, 16), "drawn");
        return new QuantisationRun(bundle, output, pictures, options, NullLogger.Instance).Run(_ => { }, TestContext.Current.CancellationToken);
    }

    private static string HashOf(string folder) => string.Join('\n', Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
