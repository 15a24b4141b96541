using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Simulation;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Recognition;

/// <summary>What becomes of a phrase that the shipped vision-language bundle was never trained on, once it stands in the list.</summary>
public sealed class NewPhraseTests : IDisposable
{
    private const int Pictures = 150;

    private readonly RecognitionModel _model = RecognitionModel.Load(
        Bundle.Open(Repository.PathOf("models", "line-sim")),
        new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 },
        cache: null,
        NullLogger.Instance);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Its_place_in_the_label_graph_comes_from_its_text_and_from_the_labels_beside_it()
    {
        var phrase = Unseen("purple can");
        var known = _model.Bundle.Labels.Labels;
        var (before, after) = (Table(known), Table([.. known, phrase]));
        var (amongCans, amongTrays) = (Table([.. Near("can"), phrase]), Table([.. Near("tray"), phrase]));

        Assert.Equal(Row(after.Embeddings, after, known.Count), Row(amongCans.Embeddings, amongCans, amongCans.Count - 1));
        Assert.InRange(Cosine(Row(after.Graph!, after, known.Count), Row(after.Embeddings, after, known.Count)), 0.1, 0.9999);
        Assert.InRange(Cosine(Row(amongCans.Graph!, amongCans, amongCans.Count - 1), Row(amongTrays.Graph!, amongTrays, amongTrays.Count - 1)), 0.1, 0.9999);
        Assert.All(Enumerable.Range(0, known.Count), label => Assert.InRange(Cosine(Row(before.Graph!, before, label), Row(after.Graph!, after, label)), 0.9, 1.001));

        IEnumerable<LabelDefinition> Near(string word) => known.Where(label => label.Text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_recognised_by_the_head_that_reads_the_graph()
    {
        var phrase = Unseen("purple can");
        var table = Table([.. _model.Bundle.Labels.Labels, phrase]);
        string[] labels = [.. table.Labels.Select(label => label.Id)];
        using var recognizer = new Recognizer(_model, RecognitionSnapshot.Create(_model, table, "sigrl+", besideList: null));

        var scores = EvaluationRun.Score(
            recognizer, new ScenePictures(SceneCatalog.Create("line", SceneCatalog.FirstTestSeed), Pictures, labels, grid: null), progress: null, pointing: null, CancellationToken.None).Table;

        var (present, absent) = (Logits(Truth.Present), Logits(Truth.Absent));
        Assert.InRange(present.Length, 3, Pictures / 4);
        var rightlyOrdered = present.Sum(logit => absent.Count(other => other < logit)) / (double)(present.Length * absent.Length);
        Assert.InRange(rightlyOrdered, 0.9, 1);

        float[] Logits(Truth truth) =>
            [.. Enumerable.Range(0, Pictures).Where(sample => scores.TruthOf(labels.Length - 1)[sample] == truth).Select(sample => scores.Logits(labels.Length - 1)[sample])];
    }

    private LabelDefinition Unseen(string text) => LabelListReader.Read(_model.Bundle.PathOf("labels.unseen.json")).Labels.Single(label => label.Text == text);

    private LabelTable Table(IReadOnlyList<LabelDefinition> labels) => _model.CreateLabelTable(_model.Bundle.Labels with { Labels = labels });

    private static float[] Row(float[] values, LabelTable table, int label) => values[(label * table.Dimension)..((label + 1) * table.Dimension)];

    private static double Cosine(float[] one, float[] other) =>
        one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a) * other.Sum(b => (double)b * b));
}
