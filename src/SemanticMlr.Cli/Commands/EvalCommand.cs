using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Mistakes;
using SemanticMlr.Evaluation;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;
using SemanticMlr.Labels;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr eval</c>: how well a bundle recognises images with known truth, or how good the scores of another system are.</summary>
internal static class EvalCommand
{
    private const int BootstrapSeed = 1;

    public static Command Create()
    {
        var options = new EvalOptions();
        var command = new Command("eval", "Measures recognition: mAP, F1 at the calibrated thresholds, precision, recall and F1 of the best labels, time.");
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                var report = result.GetValue(options.Scores) is { } scores
                    ? OfScores(options, result, scores)
                    : OfPictures(options, result, cancellationToken);
                report = report with { LabelSet = result.GetValue(options.Labels) };
                if (result.GetValue(options.Recognition.Json))
                {
                    Output.Json(report, EvaluationJson.Default.EvaluationReport);
                }
                else
                {
                    EvalOutput.Show(report, simulated: result.GetValue(options.Scene) is not null);
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static EvaluationReport OfPictures(EvalOptions options, ParseResult result, CancellationToken cancellationToken)
    {
        var (model, snapshot) = options.Recognition.Load(result, calibrated: true, result.GetValue(options.Labels));
        using (model)
        {
            var grid = result.GetValue(options.Recognition.Grid) ?? (result.GetValue(options.Scene) is { } scene ? SceneCatalog.GridOf(scene) : null);
            string[] labels = [.. snapshot.Table.Labels.Select(label => label.Id)];
            var pictures = new RememberedPictures(result.GetValue(options.Data) is { } path
                ? Open(path, labels, grid)
                : new ScenePictures(SceneCatalog.Create(result.GetRequiredValue(options.Scene)!, result.GetValue(options.Seed)), result.GetValue(options.Count), labels, grid));
            using var explainer = Explainer.IsOffered(model.Bundle, snapshot.Head) ? new Explainer(model, snapshot, options.Recognition.Inference(result)) : null;
            var pointing = explainer is null ? null : new PointingGame(explainer);
            var (table, timing) = ScoringProgress.Score(model, snapshot, pictures, pointing, cancellationToken);
            foreach (var remark in snapshot.Remarks)
            {
                Output.Error($"Note: {remark}.");
            }

            if (result.GetValue(options.Mistakes) is { } folder)
            {
                var files = new MistakeSheets(folder, result.GetValue(options.Worst)).Write(table, pictures, snapshot, cancellationToken);
                Output.Error(files.Count == 0 ? "There is no mistake to show." : $"Wrote {files.Count} sheets of mistakes into {folder}.");
            }

            return EvaluationRun.Report(table, timing, model, snapshot, options.Rules(result), grid?.ToString(), pointing, new Random(BootstrapSeed).NextDouble);
        }
    }

    /// <summary>Scores are taken as they come: what another system calls a score need be no probability, so its threshold is a default.</summary>
    private static EvaluationReport OfScores(EvalOptions options, ParseResult result, string path)
    {
        var table = ScoreFile.Read(path, ScoredLabels(options, result));
        var threshold = result.GetValue(options.Threshold);
        var isDefault = result.GetResult(options.Threshold) is null or { Implicit: true };
        return Evaluator.Report(table, [.. table.Labels.Select(_ => (threshold, isDefault))], options.Rules(result), new Random(BootstrapSeed).NextDouble);
    }

    /// <summary>The labels that count, or null for those of the file.</summary>
    private static string[]? ScoredLabels(EvalOptions options, ParseResult result)
    {
        var (choice, listPath, bundlePath) = (result.GetValue(options.Labels), result.GetValue(options.Recognition.LabelList), result.GetValue(options.Recognition.Bundle));
        if (choice is null && listPath is null)
        {
            return null;
        }

        if (listPath is null && bundlePath is null)
        {
            return LabelChoice.IsSet(choice!)
                ? throw new LabelListException("--labels", [$"{choice} is a label set of a bundle; name the bundle with --bundle, or the ids of the labels"])
                : LabelChoice.Ids(choice!);
        }

        var bundle = listPath is null ? Bundle.Open(bundlePath!) : null;
        var list = LabelChoice.Choose(choice, bundle?.Labels ?? LabelListReader.Read(listPath!), bundle);
        return [.. list.Labels.Select(label => label.Id)];
    }

    private static DatasetPictures Open(string path, string[] labels, GridSize? grid)
    {
        var pictures = new DatasetPictures(path, labels, grid);
        if (pictures.UnlistedLabels.Count > 0)
        {
            Output.Error($"Note: labels of the data set that the label list does not hold count nowhere: {string.Join(", ", pictures.UnlistedLabels)}.");
        }

        return pictures;
    }
}
