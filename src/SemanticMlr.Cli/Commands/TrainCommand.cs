using System.CommandLine;
using System.Globalization;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr train</c>: trains the model of a recipe and writes its bundle.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "The recipe, as models/pcb-defects/recipe.json.", Required = true };
        var data = new Option<string?>("--data") { Description = "The data set (.jsonl with boxes); the recipe names the default." };
        var output = new Option<string?>("--out") { Description = "Folder of the bundle. Without it a head recipe writes to ../local/NAME beside its folder, others export nothing." };
        var state = new Option<string?>("--state") { Description = "Folder of checkpoints, log and figures; default: below $XDG_STATE_HOME/semanticmlr/train." };
        var seed = new Option<int?>("--seed") { Description = "Takes the place of the recipe's seed." };
        var holdOut = new Option<string?>("--hold-out") { Description = "Groups (boards), separated by commas, that are measured instead of trained on." };
        var epochs = new Option<double?>("--epochs") { Description = "Takes the place of the recipe's number of passes." };
        var keep = new Option<string?>("--keep") { Description = TrainingOverrides.KeepNote };
        var reject = new Option<double?>("--reject") { Description = TrainingOverrides.RejectNote };
        var root = new Option<string?>("--data-root") { Description = TrainingOverrides.DataRootNote };
        var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
        var command = new Command("train", "Trains the model of a recipe; an interrupted run goes on where it stopped.") { recipe, data, output, state, seed, holdOut, epochs, keep, reject, root, json };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(recipe);
            var overrides = new TrainingOverrides(result.GetValue(seed), result.GetValue(epochs), result.GetValue(holdOut))
            {
                Data = result.GetValue(data),
                DataRoot = result.GetValue(root),
                Keep = result.GetValue(keep),
                Reject = result.GetValue(reject),
            };
            return RecipeKind.Of(path) switch
            {
                null => Run(path, result.GetValue(output), result.GetValue(state), overrides, result.GetValue(json)),
                VisionLanguageRecipe.KindName =>
                    VisionLanguageTraining.Run(overrides.VisionLanguageOptions(path, result.GetValue(state)), result.GetValue(output), result.GetValue(json)),
                _ => HeadTraining.Run(overrides.HeadOptions(path, result.GetValue(state)), path, result.GetValue(output), result.GetValue(json)),
            };
        });
        return command;
    }

    private static int Run(string recipePath, string? output, string? state, TrainingOverrides overrides, bool json)
    {
        using var interrupt = new InterruptSignal();
        var options = overrides.Options(recipePath, state);
        Output.Error($"Checkpoints, log and figures: {options.StateFolder}");
        using var run = new TrainingRun(options, TimeProvider.System, new TrainingProgressLine(Console.Error));
        var result = run.ExecuteAsync(interrupt.Token).GetAwaiter().GetResult();
        if (!result.Finished)
        {
            Output.Error($"Interrupted after step {result.Steps}; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        if (output is not null && !new BundleWriter(output, options.Recipe).Write(run, result))
        {
            Output.Error($"Kept {Path.Combine(output, "MODEL_CARD.md")}: bring its figures up to date.");
        }

        if (json)
        {
            Output.Json(result, RunJson.Default.TrainingResult);
        }
        else
        {
            Console.Out.WriteLine(Describe(result));
        }

        return ExitCodes.Done;
    }

    private static string Describe(TrainingResult result)
    {
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{result.Steps} steps on {result.Images} images in {result.Seconds:F0} s, seed {result.Seed}") };
        lines.AddRange(Describe("mkt", result.Mkt));
        lines.AddRange(Describe("clip", result.Clip));
        return string.Join(Environment.NewLine, lines);
    }

    private static IEnumerable<string> Describe(string head, TileFigures? figures) => figures is null
        ? []
        : [string.Create(CultureInfo.InvariantCulture, $"{head}: tile mAP {figures.Map:F4} on {figures.Tiles} tiles held out"),
           .. figures.Ap.Select(pair => string.Create(CultureInfo.InvariantCulture, $"  {pair.Key,-12} {pair.Value:F4}"))];
}
