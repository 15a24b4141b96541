using System.CommandLine;
using System.Globalization;
using SemanticMlr.Training.Ablation;
using SemanticMlr.Training.Ablation.Scenes;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr ablate</c>: compares heads on tasks under missing labels.</summary>
internal static class AblateCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "The comparison, as models/recipes/ablation.json or ablation-line.json.", Required = true };
        var root = new Option<string>("--data-root") { Description = "Folder that the paths of the head recipes are relative to.", DefaultValueFactory = _ => "../shared/data" };
        var state = new Option<string?>("--state") { Description = "Folder of cells and checkpoints; default: below $XDG_STATE_HOME/semanticmlr/ablation." };
        var output = new Option<string?>("--out") { Description = "Folder that a report (.json, .md and .png, named as the recipe) is written to once all cells are there; with --task the other tasks of a report that is there stay." };
        var task = new Option<string?>("--task") { Description = "Run this task only." };
        var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
        var command = new Command("ablate", "Compares heads cell by cell; an interrupted comparison goes on where it stopped.") { recipe, root, state, output, task, json };
        command.SetAction(result => Run(
            result.GetRequiredValue(recipe), result.GetValue(root)!, result.GetValue(state), result.GetValue(output), result.GetValue(task), result.GetValue(json)));
        return command;
    }

    private static int Run(string recipe, string root, string? state, string? output, string? task, bool json)
    {
        using var interrupt = new InterruptSignal();
        var name = Path.GetFileNameWithoutExtension(recipe);
        var folder = Path.GetFullPath(state ?? Path.Combine(StateFolders.Home, "ablation", name));
        Output.Error($"Cells and checkpoints: {folder}");
        AblationResult result;
        try
        {
            result = RecipeKind.Of(recipe) == SceneAblationRecipe.KindName
                ? Scenes(recipe, folder, task, interrupt.Token)
                : Tasks(recipe, root, folder, task, isWhole: task is null || output is not null, interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            Output.Error("Interrupted; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        if (output is not null)
        {
            if (task is null)
            {
                AblationReport.Write(output, name, result);
            }
            else
            {
                AblationReport.WriteTask(output, name, result);
            }

            Output.Error($"Wrote {Path.Combine(output, $"{name}.md")}, .json and .png");
        }

        if (json)
        {
            Output.Json(result, AblationLine.Default.AblationResult);
        }
        else
        {
            foreach (var group in result.Cells.GroupBy(cell => (cell.Task, cell.Labels)))
            {
                Output.Table($"{group.Key.Task}, labels known: {group.Key.Labels}", ["head", "mAP", "lowest", "highest", "loss"], group.GroupBy(cell => cell.Head).Select(head => (string[])
                    [head.Key, Number(head.Average(cell => cell.Map)), Number(head.Min(cell => cell.Map)), Number(head.Max(cell => cell.Map)), head.First().Loss]));
            }
        }

        return ExitCodes.Done;
    }

    private static AblationResult Tasks(string recipe, string root, string folder, string? task, bool isWhole, CancellationToken cancellationToken)
    {
        var run = new AblationRun(recipe, Path.GetFullPath(root), folder, StateFolders.Features, GitCommit.Current(), TimeProvider.System, new AblationProgressLine(Console.Error), Output.Error);
        return run.Execute(task, $"mlr ablate --recipe {recipe} --data-root {root}{(isWhole ? "" : $" --task \"{task}\"")}", ProcessorName.Current(), cancellationToken);
    }

    private static AblationResult Scenes(string recipe, string folder, string? task, CancellationToken cancellationToken)
    {
        if (task is not null)
        {
            throw new RecipeException($"{recipe} compares on one scene and has no tasks: leave --task out.");
        }

        var run = new SceneAblationRun(
            recipe, folder, GitCommit.Current(), TimeProvider.System, new AblationProgressLine(Console.Error), new TrainingProgressLine(Console.Error), Output.Error);
        return run.ExecuteAsync($"mlr ablate --recipe {recipe}", ProcessorName.Current(), cancellationToken).GetAwaiter().GetResult();
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
