using SemanticMlr.Evaluation;
using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>Measures a model on pictures of the seed that is kept for it.</summary>
/// <param name="recipe">Names the scene and the size of the pictures.</param>
/// <param name="tokens">The tokens of the phrases.</param>
/// <param name="pictures">How many.</param>
internal sealed class SceneValidation(VisionLanguageRecipe recipe, PhraseBook tokens, int pictures)
{
    private readonly SceneScorer _scorer = new(recipe, VisionLanguageSeeds.FirstValidation, pictures);

    /// <summary>The figures of every head.</summary>
    public IReadOnlyList<VisionLanguageFigures> Measure(VisionLanguageModel model, CollectionPause pause) =>
        [.. model.Heads.Zip(_scorer.Score(model, tokens, _ => true, pause)).Select(pair => Figures(pair.First.Kind, pair.Second))];

    private static VisionLanguageFigures Figures(string head, EvaluationTable table)
    {
        var precision = PhraseGrammar.All.Select((phrase, column) => (phrase.IsSeen, Value: AveragePrecision.Of(table.Logits(column), table.TruthOf(column)))).ToArray();
        return new VisionLanguageFigures(head, Mean(isSeen: true), Mean(isSeen: false));

        double Mean(bool isSeen) => Math.Round(precision.Where(phrase => phrase.IsSeen == isSeen).Average(phrase => phrase.Value) ?? 0, 4);
    }
}
