using SemanticMlr.Datasets;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Data;

/// <summary>Takes boxes away on purpose, so that training under missing labels can be compared with training on all of them.</summary>
internal static class HiddenLabels
{
    /// <summary>The images with the boxes that the recipe leaves known, the same in each run of it: drawn tile by tile of its grid, as <c>mlr data mask</c> does.</summary>
    public static IReadOnlyList<BoardImage> Hide(IReadOnlyList<BoardImage> images, Recipe recipe)
    {
        if (recipe.Keep is null or HeadDataRecipe.All)
        {
            return images;
        }

        var rule = KeepRule.Parse(recipe.Keep) ?? throw new ArgumentException($"There is no rule \"{recipe.Keep}\".", nameof(recipe));
        var random = new Random(recipe.Seed);
        return [.. images.Select(image => image with { Defects = Known(image, recipe, rule, random) })];
    }

    private static List<Defect> Known(BoardImage image, Recipe recipe, KeepRule rule, Random random)
    {
        var known = new List<Defect>();
        foreach (var tile in recipe.Grid.Tiles(image.Brightness.Cols, image.Brightness.Rows))
        {
            var inside = image.Defects.Where(defect => tile.Rectangle.Contains(defect.X, defect.Y)).ToArray();
            var present = inside.Select(defect => defect.Label).ToHashSet();
            var kept = rule.Hide([.. Enumerable.Range(0, recipe.Labels.Count).Select(label => present.Contains(label) ? Truth.Present : Truth.Absent)], random.NextDouble);
            known.AddRange(inside.Where(defect => kept[defect.Label] == Truth.Present));
        }

        return known;
    }
}
