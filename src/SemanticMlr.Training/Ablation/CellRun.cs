using System.Text.Json;
using SemanticMlr.Evaluation;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>Makes single cells, each in its folder; one that is there is only read.</summary>
/// <param name="dataRoot">The folder that recipes' paths are relative to.</param>
/// <param name="cacheFolder">Where features are cached.</param>
/// <param name="commit">The commit whose code runs.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Told of what went wrong without ending a cell, or null.</param>
internal sealed class CellRun(string dataRoot, string cacheFolder, string commit, TimeProvider time, Action<string>? warn)
{
    /// <summary>The cell of a head.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted; its last whole pass is kept.</exception>
    public AblationCell Head(AblationTask task, AblationRow row, string head, HeadRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        var hash = HeadInputs.Hash(recipe, dataRoot);
        if (CellStore.Read(folder, hash) is { } done)
        {
            return done;
        }

        using var run = Start(recipe, folder, cancellationToken);
        var result = Finished(run, cancellationToken);
        var labels = LabelNumbers.All(recipe, run.Data);
        var set = result.Figures[task.Measure];
        var cell = new AblationCell(
            task.Name,
            row.Name,
            head,
            recipe.Seed,
            Compared(task, set),
            Name(recipe.Loss),
            set.MicroF1,
            result.ValidationMap,
            result.Seconds,
            result.MultiplyAdds,
            Math.Round(HeadClock.Milliseconds(run.Model, labels, run.Data.PatchCount(recipe)), 3),
            result.Figures.ToDictionary(figures => figures.Key, figures => figures.Value.Map, StringComparer.Ordinal),
            set.F1At3,
            set.F1At5,
            hash,
            commit);
        CellStore.Write(folder, cell, run.Scores(task.Measure));
        return cell;
    }

    /// <summary>The cell of a baseline.</summary>
    public AblationCell Baseline(AblationTask task, AblationRow row, string name, HeadRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        var hash = HeadInputs.Hash(recipe, dataRoot);
        if (CellStore.Read(folder, hash) is { } done)
        {
            return done;
        }

        using var data = new HeadDataReader(dataRoot, cacheFolder, progress: null).Read(recipe, cancellationToken);
        using var pause = new CollectionPause(warn, CollectionBudget);
        pause.Renew();
        var start = time.GetTimestamp();
        var baseline = new BaselineCell(recipe, data);
        var (table, validation) = baseline.Score(name, LabelNumbers.All(recipe, data));
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var figures = new Dictionary<string, (EvaluationTable Table, HeadFigures Figures)>(StringComparer.Ordinal) { ["all"] = (table, HeadFigures.Of(table, null)) };
        if (recipe.Labels.Seen.Count > 0)
        {
            var unseen = baseline.Score(name, LabelNumbers.Unseen(recipe, data)).Test;
            figures.Add("unseen", (unseen, HeadFigures.Of(unseen, null)));
        }

        var (scores, set) = figures[task.Measure];
        var cell = new AblationCell(
            task.Name, row.Name, name, recipe.Seed, Compared(task, set), name, null, validation, Math.Round(seconds, 1), 0, null,
            figures.ToDictionary(pair => pair.Key, pair => pair.Value.Figures.Map, StringComparer.Ordinal), set.F1At3, set.F1At5, hash, commit);
        CellStore.Write(folder, cell, scores);
        return cell;
    }

    /// <summary>Trains an encoder and writes its file into the folder; one of the same recipe that is there is taken.</summary>
    /// <returns>The path of the file.</returns>
    public string Encoder(HeadRecipe recipe, string folder, CancellationToken cancellationToken)
    {
        var (file, stamp) = (Path.Combine(folder, "encoder.onnx"), Path.Combine(folder, "encoder.sha256"));
        var hash = HeadInputs.Hash(recipe, dataRoot);
        if (File.Exists(file) && File.Exists(stamp) && File.ReadAllText(stamp) == hash)
        {
            return file;
        }

        using var run = Start(recipe, folder, cancellationToken);
        Finished(run, cancellationToken);
        File.WriteAllBytes(file, ImageEncoderGraph.Write(run.Model.Image!, recipe.Encoder.Trained!.Image, recipe.Dimension));
        File.WriteAllText(stamp, hash);
        return file;
    }

    /// <summary>The labels that a task compares, as numbers in a table of its set.</summary>
    public static IReadOnlyList<int> ComparedLabels(AblationTask task, IReadOnlyList<string> labels) =>
        [.. labels.Index().Where(label => label.Item.StartsWith(task.MeasurePrefix, StringComparison.Ordinal)).Select(label => label.Index)];

    /// <summary>A loss as it is written in recipes.</summary>
    public static string Name(HeadLossRecipe loss) => JsonNamingPolicy.KebabCaseLower.ConvertName(loss.Kind.ToString());

    /// <summary>Managed bytes of a baseline: labels of all samples are gathered at once.</summary>
    private const long CollectionBudget = 200L << 20;

    private HeadRun Start(HeadRecipe recipe, string folder, CancellationToken cancellationToken) => new(
        new HeadRunOptions { Recipe = recipe, DataRoot = dataRoot, StateFolder = folder, CacheFolder = cacheFolder }, time, null, null, warn, cancellationToken);

    private static HeadResult Finished(HeadRun run, CancellationToken cancellationToken)
    {
        var result = run.Execute(cancellationToken);
        return result.Finished ? result : throw new OperationCanceledException(cancellationToken);
    }

    private static double Compared(AblationTask task, HeadFigures figures) =>
        figures.Ap.Where(label => label.Key.StartsWith(task.MeasurePrefix, StringComparison.Ordinal)).Select(label => label.Value).OfType<double>().DefaultIfEmpty(0).Average();
}
