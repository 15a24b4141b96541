using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Tests.Models;

/// <summary>The committed bundle: small enough, whole, and what its recipe says.</summary>
public sealed class PcbDefectsBundleTests
{
    private static readonly string Folder = Repository.PathOf("models", "pcb-defects");

    [Fact]
    public void It_keeps_its_size()
    {
        var bundle = Bundle.Open(Folder);
        var encoder = new FileInfo(bundle.PathOf(bundle.Manifest.Encoders.Single(entry => entry.Precision == EncoderPrecision.Fp32)));
        var all = new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

        Assert.InRange(encoder.Length, 1, 12_000_000);
        Assert.InRange(all - encoder.Length, 1, 6_000_000);
    }

    [Fact]
    public void It_proves_itself_on_the_processor()
    {
        using var model = RecognitionModel.LoadForm(Bundle.Open(Folder), EncoderPrecision.Fp32, ExecutionProvider.Cpu, new InferenceOptions(), NullLogger.Instance);

        Assert.Equal(ExecutionProvider.Cpu, model.Provider.Active);
        Assert.InRange(model.ProveForm(), 0, 1e-4);
        Assert.Equal(400, model.PatchCount);
    }

    [Fact]
    public void It_was_trained_by_the_committed_recipe()
    {
        var recipe = RecipeReader.Read(Path.Combine(Folder, "recipe.json"));
        var manifest = Bundle.Open(Folder).Manifest;

        Assert.Equal(RecipeReader.Hash(recipe), (string?)manifest.Provenance!["recipeSha256"]);
        Assert.Equal(recipe.Labels.Select(label => label.Id), Bundle.Open(Folder).Labels.Labels.Select(label => label.Id));
    }
}
