using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>Reads and checks ablation recipes, with the head recipes that they name.</summary>
public static class AblationRecipeReader
{
    private static readonly string[] Baselines = [BaselineCell.Logistic, BaselineCell.Ridge, BaselineCell.Chance];

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">A file cannot be read, is no recipe, or holds values out of range; every fault is listed.</exception>
    public static AblationRecipe Read(string path)
    {
        var recipe = AblationFile.Read<AblationRecipe>(path, "models/recipes/ablation.json", Faults);
        foreach (var task in recipe.Tasks)
        {
            Check(path, task, HeadRecipe(path, task), task.EncoderRecipe is null ? null : HeadRecipe(path, task.EncoderRecipe));
        }

        return recipe;
    }

    /// <summary>A head recipe that lies relative to the ablation's file.</summary>
    internal static HeadRecipe HeadRecipe(string path, string relative) =>
        HeadRecipeReader.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, relative));

    /// <summary>The head recipe of a task, with the task's size of pictures, passes and learning rate.</summary>
    /// <exception cref="RecipeException">It cannot be read, or what the task sets does not fit it.</exception>
    internal static HeadRecipe HeadRecipe(string path, AblationTask task)
    {
        var recipe = HeadRecipe(path, task.Recipe);
        recipe = recipe with
        {
            Schedule = recipe.Schedule with { Passes = task.Passes ?? recipe.Schedule.Passes, LearningRate = task.LearningRate ?? recipe.Schedule.LearningRate },
        };
        if (task.ImageSize is { } size)
        {
            recipe = recipe.Encoder.Frozen is { } frozen
                ? recipe with { Encoder = new HeadEncoderRecipe { Frozen = frozen with { Image = frozen.Image with { Size = size } } } }
                : throw new RecipeException($"{path}: task \"{task.Name}\": \"imageSize\" is for frozen encoders; {task.Recipe} trains its own.");
        }

        return HeadRecipeReader.Checked(recipe, $"{path}: task \"{task.Name}\"");
    }

    private static void Check(string path, AblationTask task, HeadRecipe recipe, HeadRecipe? encoder)
    {
        var faults = new FaultList();
        faults.Require(
            recipe.Labels.Seen.Count == 0 || !task.Baselines.Contains(BaselineCell.Logistic),
            $"task \"{task.Name}\": \"{BaselineCell.Logistic}\" learns every label, those that must stay unseen too; compare with \"{BaselineCell.Ridge}\".");

        // The encoder must not see what the heads are chosen by or measured on.
        faults.Require(
            encoder is null || (encoder.Data with { TestGroups = [] } == recipe.Data with { TestGroups = [] } && encoder.Data.TestGroups.SequenceEqual(recipe.Data.TestGroups)),
            $"task \"{task.Name}\": \"data\" of {task.EncoderRecipe} is not that of {task.Recipe}; an encoder trained on other groups would have seen those that are measured.");
        if (faults.Items.Count > 0)
        {
            throw new RecipeException(string.Join(Environment.NewLine, faults.Items.Select(fault => $"{path}: {fault}")));
        }
    }

    private static IReadOnlyList<string> Faults(AblationRecipe recipe)
    {
        var faults = new FaultList();
        var heads = recipe.Heads.Select(head => head.Name).ToHashSet(StringComparer.Ordinal);
        faults.Range("schema", recipe.Schema, 1, 1);
        faults.Require(recipe.Seeds.Count > 0 && recipe.Seeds.Distinct().Count() == recipe.Seeds.Count, "\"seeds\" is empty or names a seed twice.");
        faults.Require(heads.Count == recipe.Heads.Count && heads.Count > 0, "\"heads\" is empty or names a head twice.");
        faults.Require(heads.Contains(recipe.ChoiceHead), $"\"choiceHead\" is \"{recipe.ChoiceHead}\"; there are {string.Join(", ", heads)}.");
        foreach (var name in recipe.Differences.SelectMany(pair => new[] { pair.Head, pair.Against }).Where(name => !heads.Contains(name) && !Baselines.Contains(name)))
        {
            faults.Require(false, $"\"differences\" names \"{name}\"; there are {string.Join(", ", heads.Concat(Baselines))}.");
        }

        foreach (var task in recipe.Tasks)
        {
            faults.Require(task.Rows.Count > 0 && task.Rows.All(row => row.Losses.Count > 0), $"task \"{task.Name}\": needs \"rows\", each with at least one of \"losses\".");
            faults.Require(task.Measure is "all" or "unseen", $"task \"{task.Name}\": \"measure\" is \"{task.Measure}\"; it must be \"all\" or \"unseen\".");
            faults.Require(task.Baselines.All(Baselines.Contains), $"task \"{task.Name}\": \"baselines\" may hold {string.Join(", ", Baselines)}.");
        }

        faults.Require(
            recipe.Tasks.Count > 0 && recipe.Tasks.DistinctBy(task => task.Name).Count() == recipe.Tasks.Count, "\"tasks\" is empty or names a task twice.");
        return faults.Items;
    }
}
