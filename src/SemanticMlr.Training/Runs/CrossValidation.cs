using SemanticMlr.Datasets;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Runs;

/// <summary>Trains a recipe once a fold, each time without the boards of that fold, and measures it on them.</summary>
public static class CrossValidation
{
    /// <summary>Trains and measures the folds one after the other; a fold that is done is only measured again.</summary>
    /// <param name="options">The run; its state folder gets one folder a fold, and its groups to hold out are not used.</param>
    /// <param name="folds">The groups of each fold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Makes the progress of a fold, or null.</param>
    /// <param name="cancellationToken">Writes a checkpoint and ends.</param>
    /// <returns>The figures and all tiles that were held out; null after an interrupt.</returns>
    /// <exception cref="DatasetException">The data set does not fit the recipe or the folds, a fold is empty, or a group is in two of them.</exception>
    /// <exception cref="RecipeException">A phrase does not fit the context.</exception>
    public static async Task<(CrossValidationResult Result, IReadOnlyList<TileScore> Scores)?> ExecuteAsync(
        TrainingOptions options,
        IReadOnlyList<IReadOnlyList<string>> folds,
        TimeProvider time,
        Func<IReadOnlyList<string>, IProgress<TrainingProgress>>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folds);
        Check(folds);
        var results = new List<TrainingResult>();
        var scores = new List<TileScore>();
        foreach (var groups in folds)
        {
            var fold = options with { HoldOut = groups, StateFolder = Path.Combine(options.StateFolder, string.Join('-', groups)) };
            using var run = new TrainingRun(fold, time, progress?.Invoke(groups));
            var result = await run.ExecuteAsync(cancellationToken);
            if (!result.Finished)
            {
                return null;
            }

            results.Add(result);
            scores.AddRange(run.HeldOut);
        }

        return (
            new CrossValidationResult(
                results,
                FoldSpread.Of([.. results.Select(result => result.Mkt!)]),
                FoldSpread.Of([.. results.Select(result => result.Clip!)])),
            scores);
    }

    private static void Check(IReadOnlyList<IReadOnlyList<string>> folds)
    {
        if (folds.Any(groups => groups.Count == 0))
        {
            throw new DatasetException("A fold names no group; give each at least one, as A/B/C,D.");
        }

        var repeated = folds.SelectMany(groups => groups).CountBy(group => group).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToArray();
        if (repeated.Length > 0)
        {
            throw new DatasetException($"The folds name {string.Join(", ", repeated)} more than once; each group belongs to one fold, or its tiles count twice.");
        }
    }
}
