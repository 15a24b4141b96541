using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Makes the head and the graph that a recipe names.</summary>
internal static class HeadDesign
{
    /// <summary>The head, freshly started.</summary>
    public static MatchingHead Head(HeadDesignRecipe recipe, int dimension)
    {
        var settings = new HeadSettings(dimension, recipe.TopK) { Normalise = recipe.Normalise, LocalScale = recipe.LocalScale, GlobalScale = recipe.GlobalScale };
        return recipe.Kind switch
        {
            "clip" => new ClipHead(settings),
            "mkt" => new MktHead(settings),
            "sigrl" => new SigrlHead(settings),
            "sigrl+" => new SigrlPlusHead(settings),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Kind, "There is no such head."),
        };
    }

    /// <summary>The graph, freshly started, or null where the recipe wants none: the published one for the published head.</summary>
    public static LabelGraph? Graph(HeadDesignRecipe recipe, int dimension) => recipe switch
    {
        { Graph: false } => null,
        { Kind: "sigrl" } => new CompleteLabelGraph(dimension),
        _ => new NearestLabelGraph(dimension),
    };
}
