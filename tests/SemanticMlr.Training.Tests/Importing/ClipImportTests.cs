using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Importing;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Tests.Importing;

public sealed class ClipImportTests : IClassFixture<OneThread>
{
    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(20)]
    public void Import_OfAVisionTransformer_GivesWhatAnIndependentForwardPassGives(int operatorSet)
    {
        using var files = new ImportFiles(operatorSet: operatorSet);
        var result = files.Import();

        Assert.Null(result.GlobalOnly);
        Assert.Equal("\"/vision_model/Gather_4\" (Gather)", result.PickedBy);
        Assert.Equal((32, 16, 16), (result.Size, result.Dimension, result.Patches));
        ImportChecks.AssertImages(files);
        ImportChecks.AssertTexts(files);
    }

    [Fact]
    public void Import_OfFixedSizesAndInt32WithAMask_IsBroughtToTheContract()
    {
        using var files = new ImportFiles(open: false, ids: TensorProto.Types.DataType.Int32, mask: true);
        files.Import();

        ImportChecks.AssertImages(files);
        ImportChecks.AssertTexts(files);
    }

    [Fact]
    public void Import_GivesABundleThatRecognises()
    {
        using var files = new ImportFiles();
        files.Import();

        var bundle = Bundle.Open(files.Bundle);
        Assert.Equal(["clip", "mkt"], bundle.Manifest.Heads.Keys.Order());
        Assert.Equal(["open", "short-circuit", "label"], bundle.Labels.Labels.Select(label => label.Id));
        Assert.StartsWith("clip-", bundle.Manifest.Text.Encoder, StringComparison.Ordinal);
        Assert.Equal(ImageFit.Crop, bundle.Manifest.Image.Fit);
        Assert.True(File.Exists(Path.Combine(files.Bundle, "MODEL_CARD.md")));
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu] };
        using var model = RecognitionModel.Load(bundle, options, cache: null, NullLogger.Instance);
        Assert.Equal(16, model.PatchCount);
        Assert.Equal(["encoder.fp32.onnx"], BundleProof.Prove(model, options));
    }

    [Fact]
    public void Import_TakesMeanSizeAndFitFromTheSettingsBesideTheModel()
    {
        using var files = new ImportFiles();
        File.WriteAllText(files.PathOf("preprocessor_config.json"), """{"size": {"height": 32, "width": 32}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.5, 1]}""");
        files.Import();

        var image = Bundle.Open(files.Bundle).Manifest.Image;
        Assert.Equal([0.5, 0.5, 0.5], image.Mean);
        Assert.Equal([0.25, 0.5, 1], image.Std);
        Assert.Equal(ImageFit.Stretch, image.Fit);
        ImportChecks.AssertImages(files, [0.5, 0.5, 0.5], [0.25, 0.5, 1]);
    }

    [Fact]
    public void Import_OfWeightsInAFileBeside_TakesThemIn()
    {
        using var files = new ImportFiles();
        files.Break(model =>
        {
            using var data = File.Create(files.PathOf("weights.bin"));
            foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.RawData.Length > 64))
            {
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                Entry(tensor, "location", "weights.bin");
                Entry(tensor, "offset", $"{data.Position}");
                Entry(tensor, "length", $"{tensor.RawData.Length}");
                data.Write(tensor.RawData.Span);
                tensor.RawData = Google.Protobuf.ByteString.Empty;
            }
        });
        files.Import();

        ImportChecks.AssertImages(files);

        static void Entry(TensorProto tensor, string key, string value) => tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    [Fact]
    public void Import_WithoutATextModel_TakesLabelsWithVectors()
    {
        using var files = new ImportFiles();
        var list = ImportedLabels.WithVectors(ImportedLabels.OfPhrases(["cap missing", "dent"], "mine", "mine"), new float[32].Select((_, index) => index + 1f).ToArray(), "clip-small");
        var path = files.PathOf("labels.json");
        File.WriteAllBytes(path, ImportedLabels.Write(list));

        var result = files.Import(files.Options with { Text = null, Tokenizer = null, Labels = path });

        Assert.Equal(("clip-small", 0), (result.TextEncoder, result.ContextLength));
        Assert.Null(Bundle.Open(files.Bundle).Manifest.Text.Graph);
    }

    [Fact]
    public void Import_OfViTB16_GivesWhatAnIndependentForwardPassGives()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SEMANTICMLR_LONG_TESTS") == "1", "skipped: long mode only (./build.sh test --long)");
        using var files = new ImportFiles(ClipSizes.Base16);
        var result = files.Import(files.Options with { Text = null, Tokenizer = null, Labels = Vectors(files) });

        Assert.Equal((224, 512, 196), (result.Size, result.Dimension, result.Patches));
        ImportChecks.AssertImages(files);
    }

    private static string Vectors(ImportFiles files)
    {
        var list = ImportedLabels.WithVectors(ImportedLabels.OfPhrases(["one"], "one", "one"), Enumerable.Repeat(1f, 512).ToArray(), "clip-b-16");
        File.WriteAllBytes(files.PathOf("labels.json"), ImportedLabels.Write(list));
        return files.PathOf("labels.json");
    }
}
