using System.Globalization;
using System.Text.RegularExpressions;
using SemanticMlr.Datasets;
using SemanticMlr.Simulation;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Recipes;

/// <summary>Checks a recipe's values; each fault names the field, what was found and what is allowed.</summary>
internal static partial class RecipeValidator
{
    public static IReadOnlyList<string> Faults(Recipe recipe)
    {
        var faults = new FaultList();
        if (recipe.Schema != Recipe.CurrentSchema)
        {
            return [$"\"schema\" is {recipe.Schema}; this program reads schema {Recipe.CurrentSchema}. Use the program that the recipe was written for."];
        }

        faults.Require(IdPattern().IsMatch(recipe.Name), $"\"name\" is \"{recipe.Name}\"; use 1 to 64 of a-z, 0-9, _ and -.");
        faults.Require(recipe.Data.Length > 0, "\"data\" is empty; name the data set's .jsonl file.");
        faults.Require(recipe.Licence.Length > 0, "\"licence\" is empty; give an SPDX expression.");
        faults.Range("version", recipe.Version, 1, int.MaxValue);
        faults.Require(
            recipe.Keep is null or HeadDataRecipe.All || KeepRule.Parse(recipe.Keep) is not null,
            $"\"keep\" is \"{recipe.Keep}\"; it must be \"all\", \"single\", or a share above 0 and below 1 as \"0.3\".");
        faults.Range("groupPrefix", recipe.GroupPrefix, 1, 64);
        faults.Range("seed", recipe.Seed, 0, int.MaxValue);
        faults.Range("threads", recipe.Threads, 1, 256);
        faults.Range("dimension", recipe.Dimension, 4, 1024);
        faults.Range("topK", recipe.TopK, 1, 1024);
        Check(recipe.Image, faults);
        Check(recipe.Encoder, faults);
        Check(recipe.Text, faults);
        Check(recipe.Augmentation, faults);
        Check(recipe.Loss, faults);
        Check(recipe.Schedule, faults);
        Check(recipe.Simulation, faults);
        Check(recipe.Labels, recipe.Distractors, faults);
        return faults.Items;
    }

    public static void Check(ImageRecipe image, FaultList faults)
    {
        const int step = 2 * ImageRecipe.PatchStride;
        faults.Range("image.size", image.Size, 32, 2048);
        faults.Require(image.Size % step == 0, $"\"image.size\" is {image.Size}; it must be a multiple of {step}.");
        faults.Range("image.firstSize", image.FirstSize, step, image.Size);
        faults.Require(image.FirstSize % step == 0, $"\"image.firstSize\" is {image.FirstSize}; it must be a multiple of {step}.");
        faults.Range("image.border", image.Border, 0, 16);
        faults.Require((image with { Size = image.FirstSize }).PatchesPerSide > 0, $"\"image.border\" is {image.Border}; it leaves no patch of {image.FirstSize} pixels.");
        faults.Range("image.mean", image.Mean, 0, 1);
        faults.Range("image.std", image.Std, 0.001, 1000);
    }

    public static void Check(EncoderRecipe encoder, FaultList faults)
    {
        Channels("stemChannels", encoder.StemChannels);
        Channels("fineChannels", encoder.FineChannels);
        Channels("middleChannels", encoder.MiddleChannels);
        Channels("coarseChannels", encoder.CoarseChannels);
        faults.Range("encoder.fineBlocks", encoder.FineBlocks, 0, 32);
        faults.Range("encoder.middleBlocks", encoder.MiddleBlocks, 0, 32);
        faults.Range("encoder.coarseBlocks", encoder.CoarseBlocks, 0, 32);
        faults.Range("encoder.mergeBlocks", encoder.MergeBlocks, 0, 32);

        void Channels(string field, int value)
        {
            faults.Range($"encoder.{field}", value, 2, 1024);
            faults.Require(value % 2 == 0, string.Create(CultureInfo.InvariantCulture, $"\"encoder.{field}\" is {value}; it must be even."));
        }
    }

    public static void Check(TextRecipe text, FaultList faults)
    {
        faults.Range("text.width", text.Width, 8, 1024);
        faults.Range("text.heads", text.Heads, 1, 32);
        faults.Require(text.Heads > 0 && text.Width % text.Heads == 0, $"\"text.width\" is {text.Width}; it must be a multiple of \"text.heads\" ({text.Heads}).");
        faults.Range("text.contextLength", text.ContextLength, 4, 512);
        faults.Range("text.merges", text.Merges, 0, 50_000);
        faults.Require(text.Prompt.Contains("{label}", StringComparison.Ordinal), $"\"text.prompt\" is \"{text.Prompt}\"; it must hold {{label}}.");
    }

    public static void Check(AugmentationRecipe augmentation, FaultList faults)
    {
        faults.Range("augmentation.scaleJitter", augmentation.ScaleJitter, 0, 0.9);
        faults.Range("augmentation.nearDefect", augmentation.NearDefect, 0, 1);
        faults.Range("augmentation.atEdge", augmentation.AtEdge, 0, 1);
        faults.Range("augmentation.blur", augmentation.Blur, 0, 1);
        faults.Range("augmentation.contrast", augmentation.Contrast, 0, 1);
    }

    private static void Check(SimulationRecipe? simulation, FaultList faults)
    {
        if (simulation is not null)
        {
            var names = string.Join(", ", SceneCatalog.Names);
            faults.Require(SceneCatalog.Names.Contains(simulation.Scene), $"\"simulation.scene\" is \"{simulation.Scene}\"; there is {names}.");
            faults.Require(
                simulation.Seed is >= 0 and < SimulationRecipe.FirstTestSeed,
                $"\"simulation.seed\" is {simulation.Seed}; it must be 0 to {SimulationRecipe.FirstTestSeed - 1}: seeds above are kept for tests.");
            faults.Range("simulation.count", simulation.Count, 1, 100_000);
        }
    }

    private static void Check(LossRecipe loss, FaultList faults)
    {
        faults.Range("loss.patch", loss.Patch, 0, 100);
        faults.Range("loss.mkt", loss.Mkt, 0, 100);
        faults.Range("loss.clip", loss.Clip, 0, 100);
        faults.Range("loss.targetSpread", loss.TargetSpread, 0.01, 4);
        faults.Range("loss.reject", loss.Reject, 0, 0.5);
        faults.Require(loss.Patch + loss.Mkt + loss.Clip > 0, "\"loss\" has no weight above 0; nothing would be trained.");
    }

    private static void Check(ScheduleRecipe schedule, FaultList faults)
    {
        faults.Range("schedule.epochs", schedule.Epochs, 1e-6, 10_000);
        faults.Range("schedule.firstSteps", schedule.FirstSteps, 0, 1_000_000);
        faults.Range("schedule.batch", schedule.Batch, 1, 4096);
        faults.Range("schedule.learningRate", schedule.LearningRate, 1e-12, 1);
        faults.Range("schedule.warmUpSteps", schedule.WarmUpSteps, 0, 1_000_000);
        faults.Range("schedule.decaySteps", schedule.DecaySteps, 1, 1_000_000);
        faults.Range("schedule.weightDecay", schedule.WeightDecay, 0, 1);
        faults.Range("schedule.average", schedule.Average, 0, 0.999999);
        faults.Range("schedule.checkpointSteps", schedule.CheckpointSteps, 1, 1_000_000);
    }

    private static void Check(IReadOnlyList<LabelRecipe> labels, IReadOnlyList<string> distractors, FaultList faults)
    {
        var before = faults.Items.Count;
        faults.Range("labels", labels.Count, 1, 200);
        foreach (var label in labels)
        {
            faults.Require(IdPattern().IsMatch(label.Id), $"\"labels\": the id \"{label.Id}\" is not 1 to 64 of a-z, 0-9, _ and -.");
            faults.Require(label.Phrases.Append(label.Text).All(HasText), $"\"labels\": \"{label.Id}\" has an empty text or phrase.");
        }

        faults.Require(labels.DistinctBy(label => label.Id).Count() == labels.Count, "\"labels\": an id stands twice.");
        if (faults.Items.Count == before)
        {
            // The agent reads the phrases as the aliases of the bundle's own list.
            foreach (var fault in DefaultLabels.Faults(labels))
            {
                faults.Require(false, $"\"labels\" make no list that the agent reads: {fault}.");
            }
        }

        faults.Require(distractors.All(HasText), "\"distractors\" holds an empty phrase.");
    }

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);

    [GeneratedRegex("^[a-z0-9_-]{1,64}\\z")]
    private static partial Regex IdPattern();
}
