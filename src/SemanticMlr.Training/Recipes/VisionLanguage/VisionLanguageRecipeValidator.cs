using SemanticMlr.Simulation.Line;

namespace SemanticMlr.Training.Recipes.VisionLanguage;

/// <summary>Checks a recipe's values; each fault names the field, what was found and what is allowed.</summary>
internal static class VisionLanguageRecipeValidator
{
    private static readonly string[] Heads = ["clip", "mkt", "sigrl", "sigrl+"];

    public static IReadOnlyList<string> Faults(VisionLanguageRecipe recipe)
    {
        var faults = new FaultList();
        if (recipe.Schema != Recipe.CurrentSchema)
        {
            return [$"\"schema\" is {recipe.Schema}; this program reads schema {Recipe.CurrentSchema}. Use the program that the recipe was written for."];
        }

        faults.Require(recipe.Name.Length > 0, "\"name\" is empty; name the bundle.");
        faults.Require(recipe.Scene == LineScene.Name, $"\"scene\" is \"{recipe.Scene}\"; only {LineScene.Name} has a grammar.");
        faults.Require(recipe.Licence.Length > 0, "\"licence\" is empty; give an SPDX expression.");
        faults.Range("version", recipe.Version, 1, int.MaxValue);
        faults.Range("sceneSeed", recipe.SceneSeed, 0, VisionLanguageSeeds.FirstValidation - 1);
        faults.Range("seed", recipe.Seed, 0, int.MaxValue);
        faults.Range("threads", recipe.Threads, 1, 256);
        faults.Range("dimension", recipe.Dimension, 4, 1024);
        faults.Range("contrast", recipe.Contrast, 0, 100);
        faults.Range("rankedPhrases", recipe.RankedPhrases, 1, 2000);
        faults.Range("patchPool", recipe.PatchPool, 1, 16);
        RecipeValidator.Check(recipe.Image, faults);
        RecipeValidator.Check(recipe.Encoder, faults);
        RecipeValidator.Check(recipe.Text, faults);
        faults.Require(
            recipe.PatchPool is < 1 or > 16 || recipe.Image.PatchesPerSide % recipe.PatchPool == 0,
            $"\"patchPool\" is {recipe.PatchPool}; it must divide the {recipe.Image.PatchesPerSide} patches of a side.");
        CheckHeads(recipe, faults);
        Check(recipe.Schedule, faults);
        var known = PhraseGrammar.All.Select(phrase => phrase.Id).ToHashSet(StringComparer.Ordinal);
        faults.Range("defaultLabels", recipe.DefaultLabels.Count, 1, PhraseGrammar.All.Count);
        foreach (var unknown in recipe.DefaultLabels.Where(id => !known.Contains(id)))
        {
            faults.Require(false, $"\"defaultLabels\": \"{unknown}\" is no phrase of the scene.");
        }

        faults.Require(recipe.Distractors.All(text => !string.IsNullOrWhiteSpace(text)), "\"distractors\" holds an empty phrase.");
        return faults.Items;
    }

    private static void CheckHeads(VisionLanguageRecipe recipe, FaultList faults)
    {
        faults.Range("heads", recipe.Heads.Count, 1, Heads.Length);
        foreach (var head in recipe.Heads)
        {
            faults.Require(Heads.Contains(head.Kind), $"\"heads\": there is no \"{head.Kind}\"; there is {string.Join(", ", Heads)}.");
            faults.Range($"heads ({head.Kind}): topK", head.TopK, 1, 1024);
        }

        faults.Require(recipe.Heads.DistinctBy(head => head.Kind).Count() == recipe.Heads.Count, "\"heads\": a head stands twice.");
        faults.Require(
            recipe.DefaultHead != "sigrl" && recipe.Heads.Any(head => head.Kind == recipe.DefaultHead),
            $"\"defaultHead\" is \"{recipe.DefaultHead}\"; name one of \"heads\" other than sigrl.");
    }

    private static void Check(StepScheduleRecipe schedule, FaultList faults)
    {
        faults.Range("schedule.steps", schedule.Steps, 1, 10_000_000);
        faults.Range("schedule.batch", schedule.Batch, 2, 4096);
        faults.Range("schedule.learningRate", schedule.LearningRate, 1e-12, 1);
        faults.Range("schedule.warmUpSteps", schedule.WarmUpSteps, 0, 1_000_000);
        faults.Range("schedule.decaySteps", schedule.DecaySteps, 1, 1_000_000);
        faults.Range("schedule.weightDecay", schedule.WeightDecay, 0, 1);
        faults.Range("schedule.average", schedule.Average, 0, 0.999999);
        faults.Range("schedule.checkpointSteps", schedule.CheckpointSteps, 1, 1_000_000);
    }
}
