using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Which labels are trained on and which are measured, as numbers in the order of the list.</summary>
internal static class LabelNumbers
{
    /// <summary>The labels trained on.</summary>
    public static int[] Seen(HeadRecipe recipe, HeadData data) => recipe.Labels.Seen.Count == 0 ? Every(data) : Of(recipe.Labels.Seen, data);

    /// <summary>The labels that training never sees; empty where all are seen.</summary>
    public static int[] Unseen(HeadRecipe recipe, HeadData data) => recipe.Labels.Unseen.Count > 0
        ? Of(recipe.Labels.Unseen, data)
        : [.. Every(data).Except(Seen(recipe, data))];

    /// <summary>Both together.</summary>
    public static int[] All(HeadRecipe recipe, HeadData data) => [.. Seen(recipe, data).Concat(Unseen(recipe, data)).Distinct().Order()];

    private static int[] Every(HeadData data) => [.. Enumerable.Range(0, data.Labels.Labels.Count)];

    private static int[] Of(IReadOnlyList<string> ids, HeadData data) => [.. Every(data).Where(label => ids.Contains(data.Labels.Labels[label].Id))];
}
