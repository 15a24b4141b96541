using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Scores pictures of a scene, drawn once, in the default wording of every phrase.</summary>
internal sealed class SceneScorer
{
    private const int Batch = 40;

    private readonly VisionLanguageRecipe _recipe;
    private readonly List<SceneBatch> _batches = [];

    /// <param name="recipe">Names the scene and the size of the pictures.</param>
    /// <param name="sceneSeed">Which endless row of pictures.</param>
    /// <param name="pictures">How many.</param>
    public SceneScorer(VisionLanguageRecipe recipe, long sceneSeed, int pictures)
    {
        _recipe = recipe;
        using var sampler = new SceneSampler(recipe.Scene, sceneSeed, recipe.Image, [.. PhraseGrammar.All.Select(phrase => phrase.Id)]);
        for (var first = 0; first < pictures; first += Batch)
        {
            _batches.Add(sampler.Draw(first, Math.Min(Batch, pictures - first)));
        }
    }

    /// <summary>Scores and truth, one table a head. A label graph sees the phrases scored and no others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">The tokens of the phrases.</param>
    /// <param name="isScored">Which phrases of the grammar are scored.</param>
    /// <param name="pause">Keeps the collector out of the way.</param>
    public IReadOnlyList<EvaluationTable> Score(VisionLanguageModel model, PhraseBook tokens, Func<LinePhrase, bool> isScored, CollectionPause pause)
    {
        int[] columns = [.. PhraseGrammar.All.Index().Where(phrase => isScored(phrase.Item)).Select(phrase => phrase.Index)];
        string[] ids = [.. columns.Select(column => PhraseGrammar.All[column].Id)];
        long[] rows = [.. columns.SelectMany(column => tokens.Row(PhraseGrammar.All[column].Text))];
        EvaluationTable[] tables = [.. model.Heads.Select(_ => new EvaluationTable(ids))];
        using var noGradients = no_grad();
        model.eval();
        pause.Renew();
        using var outer = NewDisposeScope();
        var labels = model.Text.forward(tensor(rows, [columns.Length, rows.Length / columns.Length]));
        var graph = model.Graph?.forward(labels);
        foreach (var (number, batch) in _batches.Index())
        {
            pause.Renew();
            using var scope = NewDisposeScope();
            var (global, patches) = model.Image.forward(VisionLanguageModel.Normalised(batch.Pixels, batch.Count, _recipe.Image));
            foreach (var (head, table) in model.Heads.Zip(tables))
            {
                Add(table, number * Batch, batch, columns, model.Logits(head, global, patches, labels, graph).data<float>().ToArray());
            }
        }

        return tables;
    }

    private static void Add(EvaluationTable table, int first, SceneBatch batch, int[] columns, float[] logits)
    {
        var (all, probabilities) = (batch.Truth.Length / batch.Count, new float[columns.Length]);
        for (var picture = 0; picture < batch.Count; picture++)
        {
            table.BeginImage($"{first + picture}");
            table.Add(
                logits.AsSpan(picture * columns.Length, columns.Length),
                probabilities,
                [.. columns.Select(column => batch.Truth[picture * all + column] > 0 ? Truth.Present : Truth.Absent)]);
        }
    }
}
