using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.VisionLanguage;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>Reads and checks recipes of the kind <c>scene-ablation</c>, with the recipe that they name.</summary>
public static class SceneAblationRecipeReader
{
    private const int MostPictures = 100_000;

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">A file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static SceneAblationRecipe Read(string path)
    {
        var recipe = AblationFile.Read<SceneAblationRecipe>(path, "models/recipes/ablation-line.json", Faults);
        foreach (var arm in recipe.Arms)
        {
            Trained(path, recipe, arm, recipe.Seeds[0]);
        }

        return recipe;
    }

    /// <summary>What is trained for an arm with a seed.</summary>
    /// <exception cref="RecipeException">The recipe cannot be read, or what the comparison sets does not fit it.</exception>
    internal static VisionLanguageRecipe Trained(string path, SceneAblationRecipe recipe, SceneArm arm, int seed)
    {
        var trained = VisionLanguageRecipeReader.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, recipe.Recipe)) with
        {
            Seed = seed,
            Threads = recipe.Threads,
            Schedule = recipe.Schedule,
            Heads = arm.Heads,

            // No bundle is written, but a recipe must name one; the published score only ranks.
            DefaultHead = arm.Heads.LastOrDefault(head => head.Kind != "sigrl")?.Kind ?? "",
        };
        return VisionLanguageRecipeReader.Checked(trained, $"{path}: arm \"{arm.Name}\"");
    }

    private static IReadOnlyList<string> Faults(SceneAblationRecipe recipe)
    {
        var faults = new FaultList();
        var names = recipe.Names.ToHashSet(StringComparer.Ordinal);
        faults.Range("schema", recipe.Schema, 1, 1);
        faults.Range("pictures", recipe.Pictures, 1, MostPictures);
        faults.Require(recipe.Seeds.Count > 0 && recipe.Seeds.Distinct().Count() == recipe.Seeds.Count, "\"seeds\" is empty or names a seed twice.");
        faults.Require(
            recipe.Arms.Count > 0 && recipe.Arms.All(arm => arm.Name.Length > 0) && recipe.Arms.DistinctBy(arm => arm.Name).Count() == recipe.Arms.Count,
            "\"arms\" is empty, names an arm twice, or has one without a name.");
        foreach (var unknown in recipe.Differences.SelectMany(pair => new[] { pair.Head, pair.Against }).Where(name => !names.Contains(name)))
        {
            faults.Require(false, $"\"differences\" names \"{unknown}\"; there are {string.Join("; ", names)}.");
        }

        return faults.Items;
    }
}
