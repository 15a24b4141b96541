using SemanticMlr.Datasets;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Reads the data of a recipe, checks all of it before anything is trained, and gets its features.</summary>
/// <param name="root">The folder that the recipe's paths are relative to.</param>
/// <param name="cacheFolder">Where features are cached.</param>
/// <param name="progress">Told of samples encoded and of all, or null.</param>
internal sealed class HeadDataReader(string root, string cacheFolder, Action<int, int>? progress)
{
    /// <summary>Reads.</summary>
    /// <exception cref="DatasetException">A data set does not fit the recipe.</exception>
    /// <exception cref="Recipes.RecipeException">The label files do not fit the recipe, or a label never occurs in training.</exception>
    /// <exception cref="Bundles.BundleException">The frozen encoder cannot be run.</exception>
    public HeadData Read(HeadRecipe recipe, CancellationToken cancellationToken)
    {
        var labels = LabelVectors.Read(recipe.Labels, recipe.Dimension, root);
        var training = Samples(recipe, recipe.Data.Train, labels);
        var test = recipe.Data.Test is { } path ? Samples(recipe, path, labels) : training;
        var split = SampleSplit.Of(training, recipe.Data.TestGroups, recipe.Data.Validation, recipe.Seed);
        var observed = Observed(recipe, training, split);
        Check(recipe, labels, split, training);
        if (test != training)
        {
            split = split with { Test = [.. Enumerable.Range(0, test.Samples.Count)] };
        }

        var (trainingSource, shape) = Source(recipe, training, recipe.Encoder.Frozen?.Views ?? 1, cancellationToken);
        var testSource = test == training ? trainingSource : Source(recipe, test, 1, cancellationToken).Source;
        return new HeadData(labels, shape, trainingSource, testSource, split, observed, training, test);
    }

    private SampleSet Samples(HeadRecipe recipe, string path, LabelVectors labels) =>
        SampleSet.Read(Path.GetFullPath(Path.Combine(root, path)), labels.Ids, recipe.Data.Grid, recipe.Data.GroupPrefix);

    private (ISampleSource Source, FeatureShape? Shape) Source(HeadRecipe recipe, SampleSet samples, int views, CancellationToken cancellationToken)
    {
        if (recipe.Encoder.Frozen is { } frozen)
        {
            var cache = new FeatureCache(cacheFolder, Path.GetFullPath(Path.Combine(root, frozen.File)), frozen, recipe.Threads);
            var features = cache.Get(samples, views, progress, cancellationToken);
            return (new FrozenSource(features), features.Shape);
        }

        return (new TrainedSource(samples, recipe.Encoder.Trained!, cancellationToken), null);
    }

    /// <summary>Hides labels of training samples; those that choose the best pass keep all of theirs (sigrl.md 5.4).</summary>
    private static IReadOnlyList<Truth>[] Observed(HeadRecipe recipe, SampleSet samples, SampleSplit split)
    {
        var observed = samples.Samples.Select(sample => sample.Labels).ToArray();
        var random = new Random(recipe.Seed);
        if (KeepRule.Parse(recipe.Data.Keep) is { } rule)
        {
            foreach (var index in split.Training)
            {
                observed[index] = rule.Hide(observed[index], random.NextDouble);
            }
        }

        return observed;
    }

    private static void Check(HeadRecipe recipe, LabelVectors labels, SampleSplit split, SampleSet samples)
    {
        var trained = recipe.Labels.Seen.Count == 0 ? labels.Ids : recipe.Labels.Seen;
        string[] absent = [.. labels.Ids.Index()
            .Where(label => trained.Contains(label.Item) && !split.Training.Any(sample => samples.Samples[sample].Labels[label.Index] == Truth.Present))
            .Select(label => label.Item)];
        if (absent.Length > 0 && labels.Values is null)
        {
            throw new Recipes.RecipeException(
                $"\"labels\": {string.Join(", ", absent)} holds in no training sample, and its vector is trained, so nothing could be learned of it; leave it out or add samples.");
        }
    }
}
