using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

/// <summary>What a model runs without, and a bundle must have all the same.</summary>
public sealed class BundleProofTests : IDisposable
{
    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Prove_OfASoundBundle_NamesEveryEncoderOfTheProvider()
    {
        AddEncoder(scale: 1);

        Assert.Equal(["encoder.onnx", "int8.onnx"], Prove());
    }

    [Fact]
    public void Prove_SeesAFormThatTheModelPassedOver()
    {
        AddEncoder(scale: 2);

        AssertFault("int8.onnx", "on Cpu: images[0].global is off by");
    }

    [Fact]
    public void Prove_SeesATextEncoderThatLabelsWithVectorsDoNotNeed()
    {
        _files.BringVectors();
        _files.Replace("text.onnx", [1, 2, 3]);

        AssertFault("text.onnx", "ONNX Runtime cannot open it");
    }

    [Fact]
    public void Prove_SeesAnExplainGraphWithoutRelevance()
    {
        _files.Replace("mkt-explain.onnx", TinyGraphs.Mkt());

        AssertFault("mkt-explain.onnx", "the output \"relevance\" is missing");
    }

    private IReadOnlyList<string> Prove()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 };
        using var model = RecognitionModel.Load(Bundle.Open(_files.Folder), options, cache: null, NullLogger.Instance);
        return BundleProof.Prove(model, options);
    }

    private void AssertFault(string file, string fault)
    {
        var exception = Assert.Throws<BundleException>(Prove);
        Assert.EndsWith(file, exception.Path, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    private void AddEncoder(int scale)
    {
        _files.WriteFile("int8.onnx", TinyGraphs.Encoder(scale: scale));
        _files.Edit(manifest => manifest with
        {
            Encoders = [manifest.Encoders[0], new EncoderEntry { File = "int8.onnx", Precision = EncoderPrecision.Int8, Target = EncoderTarget.Cpu }],
        });
    }
}
