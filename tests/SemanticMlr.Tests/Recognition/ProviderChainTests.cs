using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Tests.Support;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

/// <summary>The native package of the tests has no GPU provider, unless built for one: ONNX Runtime itself says so.</summary>
public sealed class ProviderChainTests : IDisposable
{
    private readonly TinyBundle _files = new();
    private readonly ListLogger _logger = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(ExecutionProvider.Cuda)]
    [InlineData(ExecutionProvider.TensorRt)]
    public void Fail_WithAProviderThatIsNotThere_GivesTheErrorOfOnnxRuntimeAndTheRemedy(ExecutionProvider provider)
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: the provider is there");
        var exception = Assert.Throws<ExecutionProviderException>(() => Load(OnProviderFailure.Fail, provider, ExecutionProvider.Cpu));

        var failure = Assert.Single(exception.Failures);
        Assert.Equal(provider, failure.Provider);
        Assert.Contains("execution provider", failure.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith($"{provider}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"take {provider} out of Recognition:Inference:Providers, or set OnProviderFailure to Degrade", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Degrade_GoesOnToTheProcessor_AndTheProofSaysWhy()
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: the provider is there");
        using var model = Load(OnProviderFailure.Degrade, ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu);

        Assert.Equal(ExecutionProvider.Cpu, model.Provider.Active);
        Assert.Equal([ExecutionProvider.TensorRt, ExecutionProvider.Cuda], model.Provider.Failed.Select(failure => failure.Provider));
        Assert.All(model.Provider.Failed, failure => Assert.NotEmpty(failure.Reason));
        Assert.Equal(2, _logger.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Message.StartsWith("encoder.onnx cannot run on", StringComparison.Ordinal)));
        Assert.Contains(_logger.Entries, entry => entry.Message.StartsWith("Bundle tiny@2 runs encoder.onnx on Cpu", StringComparison.Ordinal));
    }

    [Fact]
    public void Degrade_WithNothingLeft_NamesEveryReason()
    {
        Assert.SkipWhen(CudaDevice.Fault is null, "skipped: the provider is there");
        var exception = Assert.Throws<ExecutionProviderException>(() => Load(OnProviderFailure.Degrade, ExecutionProvider.TensorRt, ExecutionProvider.Cuda));

        Assert.Equal(2, exception.Failures.Count);
        Assert.Contains("Add Cpu to Recognition:Inference:Providers", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFormThatFailsTheGoldenSet_IsPassedOverForFp32()
    {
        _files.WriteFile("int8.onnx", TinyGraphs.Encoder(scale: 2));
        _files.Edit(manifest => manifest with
        {
            Encoders =
            [
                manifest.Encoders[0],
                new EncoderEntry { File = "int8.onnx", Precision = EncoderPrecision.Int8, Target = EncoderTarget.Cpu, Measured = new EncoderMeasurement(-0.1, 2.5, 0.99, "cpu", "test") },
            ],
        });

        using var model = Load(OnProviderFailure.Degrade, ExecutionProvider.Cpu);

        Assert.Equal("encoder.onnx", model.Provider.Encoder.File);
        Assert.Contains("images[0].global is off by", Assert.Single(model.Provider.Failed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AProviderWithoutAForm_IsNotBlamedForTheNumbersOfTheOneBefore()
    {
        _files.Replace("encoder.onnx", TinyGraphs.Encoder(scale: 2));
        _files.Edit(manifest => manifest with { Encoders = [manifest.Encoders[0] with { Target = EncoderTarget.Cuda }] });
        var bundle = Bundle.Open(_files.Folder);
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cuda, ExecutionProvider.Cpu], Threads = 1 };
        var chain = new ProviderChain(bundle, options, _logger, engines: null, (_, entry, _) => ModelGraphs.Open(bundle, entry, SessionFactory.ForProcessor(options)));

        var exception = Assert.Throws<ExecutionProviderException>(() => chain.Open(table: null));

        Assert.Equal([ExecutionProvider.Cuda, ExecutionProvider.Cpu], exception.Failures.Select(failure => failure.Provider));
        Assert.Contains("images[0].global is off by", exception.Failures[0].Reason, StringComparison.Ordinal);
        Assert.Contains("has no image encoder for it", exception.Failures[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnProviderFailure.Fail)]
    [InlineData(OnProviderFailure.Degrade)]
    public void AnEncoderThatWouldRunPartlyOnTheProcessor_IsRefused(OnProviderFailure onFailure)
    {
        var options = new InferenceOptions { OnProviderFailure = onFailure };
        var refusal = ("session.disable_cpu_ep_fallback", "1");

        Assert.Contains(refusal, new SessionFactory(ExecutionProvider.Cuda, options).EntriesOf(isEncoder: true));
        Assert.DoesNotContain(refusal, new SessionFactory(ExecutionProvider.Cuda, options).EntriesOf(isEncoder: false));
        Assert.Equal([("session.force_spinning_stop", "1")], new SessionFactory(ExecutionProvider.Cpu, options).EntriesOf(isEncoder: true));
    }

    [Theory]
    [InlineData(-0.1, 2.0, "cpu", EncoderTarget.Cpu, "other.onnx")]
    [InlineData(-0.6, 2.0, "cpu", EncoderTarget.Cpu, "encoder.onnx")]
    [InlineData(-0.1, 0.9, "cpu", EncoderTarget.Cpu, "encoder.onnx")]
    [InlineData(-0.1, 2.0, "cuda", EncoderTarget.Any, "encoder.onnx")]
    public void TheFormIsChosenByWhatWasMeasured(double mapChange, double speedUp, string measuredOn, EncoderTarget target, string expected)
    {
        EncoderEntry[] encoders =
        [
            new() { File = "encoder.onnx" },
            new() { File = "other.onnx", Precision = EncoderPrecision.Int8, Target = target, Measured = new EncoderMeasurement(mapChange, speedUp, 0.99, measuredOn, "test") },
        ];

        Assert.Equal(expected, EncoderChoice.InOrder(encoders, DeviceMeasurements.None, ExecutionProvider.Cpu)[0].File);
        Assert.Equal(target == EncoderTarget.Any ? 2 : 1, EncoderChoice.InOrder(encoders, DeviceMeasurements.None, ExecutionProvider.Cuda).Count);
    }

    [Fact]
    public void WhatWasMeasuredOnThisDevice_StandsOverWhatTheBundleSays()
    {
        var (fast, slow) = (new EncoderMeasurement(-0.1, 2, 0.99, "cuda", "here"), new EncoderMeasurement(-0.1, 0.9, 0.99, "cpu", "here"));
        EncoderEntry[] encoders =
        [
            new() { File = "encoder.onnx", Sha256 = "a" },
            new() { File = "half.onnx", Sha256 = "b", Precision = EncoderPrecision.Fp16, Target = EncoderTarget.Cuda },
            new() { File = "int8.onnx", Sha256 = "c", Precision = EncoderPrecision.Int8, Target = EncoderTarget.Cpu, Measured = new EncoderMeasurement(-0.1, 2, 0.99, "cpu", "elsewhere") },
        ];
        var measured = new DeviceMeasurements([new("b", fast), new("c", slow)]);

        Assert.Equal("half.onnx", EncoderChoice.InOrder(encoders, measured, ExecutionProvider.Cuda)[0].File);
        Assert.Equal("encoder.onnx", Assert.Single(EncoderChoice.InOrder(encoders, measured, ExecutionProvider.Cpu)).File);
        Assert.Equal("encoder.onnx", Assert.Single(EncoderChoice.InOrder(encoders, DeviceMeasurements.None, ExecutionProvider.Cuda)).File);
    }

    [Theory]
    [InlineData(EncoderPrecision.Int8)]
    [InlineData(EncoderPrecision.Fp16)]
    public void AFormThatWasNotMeasured_IsNeverTaken(EncoderPrecision precision)
    {
        EncoderEntry[] encoders = [new() { File = "other.onnx", Precision = precision, Target = EncoderTarget.Cpu }, new() { File = "encoder.onnx" }];

        Assert.Equal("encoder.onnx", Assert.Single(EncoderChoice.InOrder(encoders, DeviceMeasurements.None, ExecutionProvider.Cpu)).File);
        Assert.Equal(["encoder.onnx", "other.onnx"], EncoderChoice.Fitting(encoders, DeviceMeasurements.None, ExecutionProvider.Cpu).Select(entry => entry.File));
    }

    [Fact]
    public void AFormWithAGoldenSetOfItsOwn_IsProvedByThatOne()
    {
        _files.WriteFile("int8.onnx", TinyGraphs.Encoder());
        var golden = JsonNode.Parse(File.ReadAllText(_files.PathOf("golden.json")))!;
        golden["tolerance"] = 0.05;
        _files.WriteFile("golden.int8.json", System.Text.Encoding.UTF8.GetBytes(golden.ToJsonString()));
        var sha256 = TinyTokenizer.HashOf(_files.PathOf("golden.int8.json"));
        _files.Edit(manifest => manifest with
        {
            Encoders =
            [
                manifest.Encoders[0],
                new EncoderEntry
                {
                    File = "int8.onnx",
                    Precision = EncoderPrecision.Int8,
                    Target = EncoderTarget.Cpu,
                    Measured = new EncoderMeasurement(-0.1, 2.5, 0.99, "cpu", "test", -0.2, 0.98),
                    Golden = new BundleFile { File = "golden.int8.json", Sha256 = sha256 },
                    CalibratedAs = manifest.Encoders[0].Sha256,
                },
            ],
        });

        using var model = Load(OnProviderFailure.Fail, ExecutionProvider.Cpu);

        Assert.Equal("int8.onnx", model.Provider.Encoder.File);
        Assert.Equal(0.05, model.Provider.Tolerance);
        Assert.Equal(model.Bundle.Manifest.Encoders[0].Sha256, CalibrationKey.Of(model, model.CreateLabelTable(model.Bundle.Labels), "clip").EncoderSha256);

        _files.WriteFile("golden.int8.json", "{}"u8.ToArray());
        Assert.Contains("golden.int8.json: the SHA-256", Assert.Throws<BundleException>(() => Load(OnProviderFailure.Fail, ExecutionProvider.Cpu)).Message, StringComparison.Ordinal);
    }

    private RecognitionModel Load(OnProviderFailure onFailure, params ExecutionProvider[] providers)
    {
        var options = new InferenceOptions { Providers = providers, OnProviderFailure = onFailure, Threads = 1 };
        return RecognitionModel.Load(Bundle.Open(_files.Folder), options, cache: null, _logger);
    }
}
