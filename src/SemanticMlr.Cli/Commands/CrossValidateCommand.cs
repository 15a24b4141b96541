using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr crossvalidate</c>: what a recipe reaches on boards that it was not trained on, and how much that differs between boards.</summary>
internal static class CrossValidateCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "The recipe, as models/pcb-defects/recipe.json.", Required = true };
        var folds = new Option<string>("--folds") { Description = "Groups (boards) of each fold: commas within a fold, slashes between folds, as A/B/C,D.", Required = true };
        var data = new Option<string?>("--data") { Description = "The data set (.jsonl with boxes); the recipe names the default." };
        var state = new Option<string?>("--state") { Description = "Folder of checkpoints, logs and figures; default: below $XDG_STATE_HOME/semanticmlr/train." };
        var epochs = new Option<double?>("--epochs") { Description = "Takes the place of the recipe's number of passes." };
        var keep = new Option<string?>("--keep") { Description = TrainingOverrides.KeepNote };
        var reject = new Option<double?>("--reject") { Description = TrainingOverrides.RejectNote };
        var calibrate = new Option<string?>("--calibrate") { Description = "Bundle of the same recipe; gets calibration files fitted to the tiles held out." };
        var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
        var command = new Command("crossvalidate", "Trains a recipe once a fold and measures it on the boards of that fold.") { recipe, folds, data, state, epochs, keep, reject, calibrate, json };
        command.SetAction(result => Run(
            new TrainingOverrides(null, result.GetValue(epochs), null) { Data = result.GetValue(data), Keep = result.GetValue(keep), Reject = result.GetValue(reject) }.Options(result.GetRequiredValue(recipe), result.GetValue(state)),
            Folds(result.GetRequiredValue(folds)),
            result.GetRequiredValue(recipe),
            result.GetValue(calibrate),
            result.GetValue(json)));
        return command;
    }

    private static string[][] Folds(string folds) =>
        [.. folds.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(fold => fold.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static int Run(TrainingOptions options, string[][] folds, string recipePath, string? bundle, bool json)
    {
        using var interrupt = new InterruptSignal();
        if (folds.Length == 0)
        {
            Output.Error("--folds names no group.");
            return ExitCodes.Usage;
        }

        // As the file has it: --epochs, --keep and --reject change the folds, not the bundle.
        var recipe = RecipeReader.Read(recipePath);
        if (bundle is not null)
        {
            HeldOutCalibration.Check(bundle, recipe);
        }

        Output.Error($"Checkpoints, logs and figures: {options.StateFolder}");
        var outcome = CrossValidation.ExecuteAsync(options, folds, TimeProvider.System, _ => new TrainingProgressLine(Console.Error), interrupt.Token)
            .GetAwaiter().GetResult();
        if (outcome is not var (result, scores))
        {
            Output.Error("Interrupted; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        if (bundle is not null)
        {
            foreach (var report in HeldOutCalibration.Write(bundle, scores, recipe, new StderrLogger(LogLevel.Warning)))
            {
                Output.Error($"Wrote {report.File}");
            }
        }

        if (json)
        {
            Output.Json(result, RunJson.Default.CrossValidationResult);
        }
        else
        {
            Show("mkt", result.Mkt, [.. result.Folds.Select(fold => (fold.HoldOut, fold.Mkt!))]);
            Show("clip", result.Clip, [.. result.Folds.Select(fold => (fold.HoldOut, fold.Clip!))]);
        }

        return ExitCodes.Done;
    }

    private static void Show(string head, FoldSpread spread, IReadOnlyList<(IReadOnlyList<string> HoldOut, TileFigures Figures)> folds)
    {
        string[] columns = ["held out", "tiles", "mAP", .. spread.MeanAp.Keys];
        var rows = folds.Select(fold => Row(string.Join(',', fold.HoldOut), fold.Figures.Tiles.ToString(CultureInfo.InvariantCulture), fold.Figures.Map, fold.Figures.Ap.Values));
        var deviation = spread.StandardDeviation is { } value ? $" +- {Number(value)}" : "";
        Output.Table($"head {head}, tile mAP {Number(spread.Mean)}{deviation}", columns, [.. rows, Row("mean", "", spread.Mean, spread.MeanAp.Values)]);
    }

    private static string[] Row(string name, string tiles, double map, IEnumerable<double?> ap) => [name, tiles, Number(map), .. ap.Select(Number)];

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "none";
}
