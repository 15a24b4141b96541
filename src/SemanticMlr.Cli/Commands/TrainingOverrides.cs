using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Cli.Commands;

/// <summary>What the command line changes of a recipe.</summary>
/// <param name="Seed">The seed, or null for the recipe's.</param>
/// <param name="Epochs">The number of passes, or null for the recipe's.</param>
/// <param name="HoldOut">Groups separated by commas, or null.</param>
internal sealed record TrainingOverrides(int? Seed, double? Epochs, string? HoldOut)
{
    /// <summary>The options of a run.</summary>
    /// <exception cref="RecipeException">The recipe or a changed value cannot be used.</exception>
    public TrainingOptions Options(string recipePath, string? data, string? state)
    {
        var recipe = RecipeReader.Read(recipePath);
        recipe = RecipeReader.Checked(
            recipe with { Seed = Seed ?? recipe.Seed, Schedule = recipe.Schedule with { Epochs = Epochs ?? recipe.Schedule.Epochs } },
            "the command line");
        string[] groups = [.. (HoldOut ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        return new TrainingOptions
        {
            Recipe = recipe,
            DataPath = data is null ? RecipeReader.DataPath(recipePath, recipe) : Path.GetFullPath(data),
            StateFolder = state is null ? DefaultState(recipe, groups) : Path.GetFullPath(state),
            HoldOut = groups,
        };
    }

    /// <summary>Below the state folder of the XDG Base Directory Specification: outside every work tree, kept over restarts. A longer run goes on in the shorter one's.</summary>
    private static string DefaultState(Recipe recipe, string[] groups)
    {
        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        }

        var name = RecipeReader.HashWithoutEpochs(recipe)[..16];
        return Path.Combine(home, "semanticmlr", "train", groups.Length == 0 ? name : $"{name}-without-{string.Join('-', groups)}");
    }
}
