using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Measures a model on pictures of the seed that is kept for it, in the default wording of every phrase.</summary>
internal sealed class SceneValidation
{
    private const int Batch = 40;

    private readonly VisionLanguageRecipe _recipe;
    private readonly IReadOnlyList<LinePhrase> _phrases = PhraseGrammar.All;
    private readonly List<SceneBatch> _batches = [];
    private readonly long[] _rows;

    public SceneValidation(VisionLanguageRecipe recipe, PhraseBook phrases, int pictures)
    {
        _recipe = recipe;
        _rows = [.. _phrases.SelectMany(phrase => phrases.Row(phrase.Text))];
        using var sampler = new SceneSampler(recipe.Scene, VisionLanguageSeeds.FirstValidation, recipe.Image, [.. _phrases.Select(phrase => phrase.Id)]);
        for (var first = 0; first < pictures; first += Batch)
        {
            _batches.Add(sampler.Draw(first, Math.Min(Batch, pictures - first)));
        }
    }

    /// <summary>The figures of every head.</summary>
    public IReadOnlyList<VisionLanguageFigures> Measure(VisionLanguageModel model, CollectionPause pause)
    {
        using var noGradients = no_grad();
        model.eval();
        var scores = model.Heads.Select(_ => new List<float[]>()).ToArray();
        pause.Renew();
        using var outer = NewDisposeScope();
        var labels = model.Text.forward(tensor(_rows, [_phrases.Count, _rows.Length / _phrases.Count]));
        var graph = model.Graph?.forward(labels);
        foreach (var batch in _batches)
        {
            pause.Renew();
            using var scope = NewDisposeScope();
            var (global, patches) = model.Image.forward(VisionLanguageModel.Normalised(batch.Pixels, batch.Count, _recipe.Image));
            foreach (var (index, head) in model.Heads.Index())
            {
                scores[index].Add(model.Logits(head, global, patches, labels, graph).data<float>().ToArray());
            }
        }

        return [.. model.Heads.Select((head, index) => Figures(head.Kind, scores[index]))];
    }

    private VisionLanguageFigures Figures(string head, List<float[]> scores)
    {
        var precision = _phrases.Select((_, phrase) => AveragePrecision.Of(
            [.. scores.SelectMany(batch => Column(batch, phrase))],
            [.. _batches.SelectMany(batch => Column(batch.Truth, phrase)).Select(holds => holds > 0 ? Truth.Present : Truth.Absent)])).ToArray();
        return new VisionLanguageFigures(head, Mean(isSeen: true), Mean(isSeen: false));

        double Mean(bool isSeen) => Math.Round(precision.Where((_, phrase) => _phrases[phrase].IsSeen == isSeen).Average() ?? 0, 4);
    }

    private IEnumerable<float> Column(float[] values, int phrase)
    {
        for (var cell = phrase; cell < values.Length; cell += _phrases.Count)
        {
            yield return values[cell];
        }
    }
}
