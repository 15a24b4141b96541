using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
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

    /// <summary>The form that the processor takes, on what no weight has seen; the float form's figure stands in the manifest.</summary>
    [Fact]
    public void It_recognises_the_boards_held_out_as_its_manifest_says()
    {
        var data = Repository.Shared("data", "deeppcb", "train.jsonl");
        using var folder = new TemporaryFolder();
        using var model = RecognitionModel.Load(Bundle.Open(Folder), new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, NullLogger.Instance);
        var provenance = model.Bundle.Manifest.Provenance!;
        var boards = provenance["holdOut"]!.AsArray().Select(board => $"\"images/{(string?)board}").ToArray();
        var images = Path.GetDirectoryName(data)!.Replace('\\', '/');
        var lines = File.ReadLines(data)
            .Where(line => Array.Exists(boards, board => line.Contains(board, StringComparison.Ordinal)))
            .Select(line => line.Replace("\"images/", $"\"{images}/images/", StringComparison.Ordinal));
        File.WriteAllLines(folder.File("held-out.jsonl"), lines);
        var table = model.CreateLabelTable(model.Bundle.Labels);
        string[] labels = [.. table.Labels.Select(label => label.Id)];
        using var recognizer = new Recognizer(model, RecognitionSnapshot.Create(model, table, "mkt", besideList: null));

        var scores = EvaluationRun.Score(
            recognizer, new DatasetPictures(folder.File("held-out.jsonl"), labels, new GridSize(3, 3)), progress: null, pointing: null, CancellationToken.None).Table;

        var map = Enumerable.Range(0, labels.Length).Average(label => AveragePrecision.Of(scores.Logits(label), scores.TruthOf(label))!.Value);
        var expected = provenance["mkt"]!;
        Assert.Equal((int)expected["tiles"]!, scores.Samples);
        Assert.InRange(map, (double)expected["map"]! - 0.005, (double)expected["map"]! + 0.005);
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
