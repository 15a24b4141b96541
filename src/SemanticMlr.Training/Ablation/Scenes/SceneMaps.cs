using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.HeadRuns;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>mAP of the phrases trained on and of those held out, ranked together.</summary>
internal static class SceneMaps
{
    private static readonly Dictionary<string, bool> IsSeen = PhraseGrammar.All.ToDictionary(phrase => phrase.Id, phrase => phrase.IsSeen, StringComparer.Ordinal);

    /// <summary>By <c>seen</c> and <c>unseen</c>; a set of which no phrase holds anywhere is left out.</summary>
    public static IReadOnlyDictionary<string, double> Of(HeadFigures figures) => figures.Ap
        .Where(label => label.Value is not null)
        .GroupBy(label => IsSeen[label.Key] ? "seen" : "unseen")
        .ToDictionary(set => set.Key, set => set.Average(label => label.Value!.Value), StringComparer.Ordinal);
}
