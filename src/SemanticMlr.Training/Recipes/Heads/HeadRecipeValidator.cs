using System.Text.RegularExpressions;
using SemanticMlr.Datasets;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>Checks a head recipe's values; each fault names the field, what was found and what is allowed.</summary>
internal static partial class HeadRecipeValidator
{
    private static readonly string[] Heads = ["clip", "mkt", "sigrl", "sigrl+"];

    public static IReadOnlyList<string> Faults(HeadRecipe recipe)
    {
        var faults = new FaultList();
        if (recipe.Schema != Recipe.CurrentSchema)
        {
            return [$"\"schema\" is {recipe.Schema}; this program reads schema {Recipe.CurrentSchema}. Use the program that the recipe was written for."];
        }

        faults.Require(recipe.Kind == HeadRecipe.KindName, $"\"kind\" is \"{recipe.Kind}\"; it must be \"{HeadRecipe.KindName}\".");
        faults.Require(IdPattern().IsMatch(recipe.Name), $"\"name\" is \"{recipe.Name}\"; use 1 to 64 of a-z, 0-9, _ and -.");
        faults.Require(recipe.Licence.Length > 0, "\"licence\" is empty; give an SPDX expression.");
        faults.Range("version", recipe.Version, 1, int.MaxValue);
        faults.Range("seed", recipe.Seed, 0, int.MaxValue);
        faults.Range("threads", recipe.Threads, 1, 256);
        faults.Range("dimension", recipe.Dimension, 4, 1024);
        Check(recipe.Data, faults);
        Check(recipe.Labels, faults);
        Check(recipe.Encoder, recipe.Labels, faults);
        Check(recipe.Head, faults);
        Check(recipe.Loss, recipe.Encoder, faults);
        Check(recipe.Schedule, faults);
        return faults.Items;
    }

    private static void Check(HeadDataRecipe data, FaultList faults)
    {
        faults.Require(data.Train.Length > 0, "\"data.train\" is empty; name the data set's .jsonl file.");
        faults.Require(
            data.Test is { Length: > 0 } ^ data.TestGroups.Count > 0,
            "\"data\" must have either \"test\" (a data set) or \"testGroups\" (groups of the training set), not both and not none.");
        faults.Range("data.groupPrefix", data.GroupPrefix, 0, 64);
        faults.Range("data.validation", data.Validation, 0, 0.9);
        faults.Require(
            data.Keep == HeadDataRecipe.All || KeepRule.Parse(data.Keep) is not null,
            $"\"data.keep\" is \"{data.Keep}\"; it must be \"all\", \"single\", or a share above 0 and below 1 as \"0.3\".");
    }

    private static void Check(HeadLabelsRecipe labels, FaultList faults)
    {
        faults.Require(
            labels.Items.Count > 0 ^ labels.Names is { Length: > 0 },
            "\"labels\" must have either \"items\" or \"names\" (a file), not both and not none.");
        faults.Require(labels.Vectors is null || labels.Names is not null, "\"labels.vectors\" needs \"labels.names\": the rows of the one are the entries of the other.");
        faults.Require(labels.Vectors is null == labels.Encoder is null, "\"labels.vectors\" and \"labels.encoder\" belong together: say which text encoder made the vectors.");
        faults.Require(!labels.Centre || labels.Vectors is not null, "\"labels.centre\" needs \"labels.vectors\": trained vectors need no centring.");
        faults.Require(
            labels.Seen.Count == 0 || labels.Vectors is not null,
            "\"labels.seen\" needs \"labels.vectors\": without them nothing is known of a label that is not trained.");
        foreach (var label in labels.Items)
        {
            faults.Require(IdPattern().IsMatch(label.Id), $"\"labels.items\": the id \"{label.Id}\" is not 1 to 64 of a-z, 0-9, _ and -.");
            faults.Require(!string.IsNullOrWhiteSpace(label.Text), $"\"labels.items\": \"{label.Id}\" has an empty text.");
        }

        faults.Require(labels.Items.DistinctBy(label => label.Id).Count() == labels.Items.Count, "\"labels.items\": an id stands twice.");
    }

    private static void Check(HeadEncoderRecipe encoder, HeadLabelsRecipe labels, FaultList faults)
    {
        faults.Require(encoder.Frozen is null != encoder.Trained is null, "\"encoder\" must have either \"frozen\" or \"trained\", not both and not none.");
        if (encoder.Frozen is { } frozen)
        {
            faults.Require(frozen.File.Length > 0, "\"encoder.frozen.file\" is empty; name the ONNX file.");
            faults.Range("encoder.frozen.image.size", frozen.Image.Size, 8, 2048);
            faults.Range("encoder.frozen.image.margin", frozen.Image.Margin, 0, 1);
            faults.Range("encoder.frozen.views", frozen.Views, 1, 64);
            faults.Range("encoder.frozen.dropout", frozen.Dropout, 0, 0.9);
            faults.Require(!frozen.RidgeStart || labels.Vectors is not null, "\"encoder.frozen.ridgeStart\" needs \"labels.vectors\": there is nothing to regress to.");
        }

        if (encoder.Trained is { } trained)
        {
            RecipeValidator.Check(trained.Image, faults);
            RecipeValidator.Check(trained.Layers, faults);
            RecipeValidator.Check(trained.Augmentation, faults);
            faults.Range("encoder.trained.patchPool", trained.PatchPool, 1, 16);
            faults.Require(
                trained.PatchPool < 1 || trained.Image.PatchesPerSide % trained.PatchPool == 0,
                $"\"encoder.trained.patchPool\" is {trained.PatchPool}; it must divide the {trained.Image.PatchesPerSide} patches of a side.");
            faults.Range("encoder.trained.frozenStages", trained.FrozenStages, 0, 7);
            faults.Require(
                trained.FrozenStages == 0 || trained.Start is not null,
                $"\"encoder.trained.frozenStages\" is {trained.FrozenStages} without a \"start\"; random weights would stay random.");
            faults.Range("encoder.trained.layerDecay", trained.LayerDecay, 1e-6, 1);
        }
    }

    private static void Check(HeadDesignRecipe head, FaultList faults)
    {
        faults.Require(Heads.Contains(head.Kind), $"\"head.kind\" is \"{head.Kind}\"; there are {string.Join(", ", Heads)}.");
        faults.Range("head.topK", head.TopK, 1, 1024);
        faults.Range("head.localScale", head.LocalScale, 1e-6, 1000);
        faults.Range("head.globalScale", head.GlobalScale, 0, 1000);
        faults.Require(!head.Graph || head.Kind is "sigrl" or "sigrl+", $"\"head.graph\" is true, but \"{head.Kind}\" reads no graph.");
        faults.Require(!head.Normalise || head.Kind != "sigrl", "\"head.normalise\" is true; the published \"sigrl\" does not compare directions.");
    }

    private static void Check(HeadLossRecipe loss, HeadEncoderRecipe encoder, FaultList faults)
    {
        faults.Range("loss.distillation", loss.Distillation, 0, 100);
        faults.Require(
            loss.Distillation == 0 || encoder.Frozen is not null || encoder.Trained?.Start is not null,
            "\"loss.distillation\" needs a trained start to stay near to: give \"encoder.trained.start\" or set it to 0.");
        faults.Range("loss.entropy", loss.Entropy, 0, 10);
        faults.Range("loss.warmUpPasses", loss.WarmUpPasses, 0, 10_000);
        faults.Range("loss.pseudoNegatives", loss.PseudoNegatives, 0, 1);
        faults.Range("loss.pseudoNegativeWeight", loss.PseudoNegativeWeight, 0, 10);
        faults.Range("loss.rejectedPerPass", loss.RejectedPerPass, 0, 100);
        faults.Range("loss.pseudoPositiveAbove", loss.PseudoPositiveAbove, 0.5, 1);
        faults.Range("loss.pseudoPositiveWeight", loss.PseudoPositiveWeight, 0, 10);
        faults.Range("loss.smoothedTo", loss.SmoothedTo, 0.5, 1);
        faults.Range("loss.focusNegatives", loss.FocusNegatives, 0, 10);
        faults.Range("loss.clip", loss.Clip, 0, 0.5);
    }

    private static void Check(HeadScheduleRecipe schedule, FaultList faults)
    {
        faults.Range("schedule.passes", schedule.Passes, 1, 10_000);
        faults.Range("schedule.batch", schedule.Batch, 1, 4096);
        faults.Range("schedule.learningRate", schedule.LearningRate, 1e-12, 1);
        faults.Range("schedule.finalRate", schedule.FinalRate, 0, Math.Max(0, schedule.LearningRate));
        faults.Range("schedule.warmUpPasses", schedule.WarmUpPasses, 0, Math.Max(0, schedule.Passes - 1));
        faults.Range("schedule.weightDecay", schedule.WeightDecay, 0, 10);
        faults.Range("schedule.average", schedule.Average, 0, 0.999999);
    }

    [GeneratedRegex("^[a-z0-9_-]{1,64}\\z")]
    private static partial Regex IdPattern();
}
