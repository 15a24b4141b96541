using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Training.Tests.Models;

/// <summary>The forms of the committed encoders.</summary>
public sealed class ShippedFormsTests
{
    private static readonly InferenceOptions Processor = new() { Providers = [ExecutionProvider.Cpu], OnProviderFailure = OnProviderFailure.Fail };

    [Theory]
    [InlineData("pcb-defects")]
    [InlineData("line-sim")]
    public void On_the_processor_the_agent_takes_int8_which_passed_the_gate_and_proves_itself(string name)
    {
        using var model = RecognitionModel.Load(Bundle.Open(Repository.PathOf("models", name)), Processor, cache: null, NullLogger.Instance);
        var form = model.Provider.Encoder;

        Assert.Equal((EncoderPrecision.Int8, EncoderTarget.Cpu), (form.Precision, form.Target));
        Assert.InRange(form.Measured!.MapChange, -0.5, 100);
        Assert.True(form.Measured.SpeedUp > 1);
        Assert.InRange(model.Provider.MaxRelativeDifference, 0, model.Bundle.GoldenOf(form).Tolerance);
    }

    [Theory]
    [InlineData("pcb-defects")]
    [InlineData("line-sim")]
    public void The_float_form_stays_within_reach(string name)
    {
        using var model = RecognitionModel.LoadForm(
            Bundle.Open(Repository.PathOf("models", name)), EncoderPrecision.Fp32, ExecutionProvider.Cpu, new InferenceOptions(), NullLogger.Instance);

        Assert.Equal("encoder.fp32.onnx", model.Provider.Encoder.File);
    }

    [Fact]
    public void A_form_that_a_bundle_has_not_is_refused_with_those_it_has()
    {
        var bundle = Bundle.Open(Repository.PathOf("models", "pcb-defects"));

        var fault = Assert.Throws<BundleException>(() => RecognitionModel.LoadForm(bundle, EncoderPrecision.Fp16, ExecutionProvider.Cpu, new InferenceOptions(), NullLogger.Instance));

        Assert.Contains("no Fp16 form for Cpu; it has", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Int8", fault.Message, StringComparison.Ordinal);
    }
}
