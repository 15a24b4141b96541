using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Cli.Commands;

/// <summary>What the command line changes of a recipe.</summary>
/// <param name="Seed">The seed, or null for the recipe's.</param>
/// <param name="Epochs">The number of passes, or null for the recipe's.</param>
/// <param name="HoldOut">Groups separated by commas, or null.</param>
internal sealed record TrainingOverrides(int? Seed, double? Epochs, string? HoldOut)
{
    private const string DefaultDataRoot = "../shared/data";

    /// <summary>Says what <c>--data-root</c> is.</summary>
    public static string DataRootNote => $"Folder that the paths of a head recipe are relative to; default: {DefaultDataRoot}.";

    /// <summary>The data set, or null for the recipe's.</summary>
    public string? Data { get; init; }

    /// <summary>The folder that the paths of a head recipe are relative to, or null for the default.</summary>
    public string? DataRoot { get; init; }

    /// <summary>What is known of the training samples, or null for what the recipe says.</summary>
    public string? Keep { get; init; }

    /// <summary>Share of the cells without a known box that are left out, or null for the recipe's.</summary>
    public double? Reject { get; init; }

    /// <summary>Says what <c>--reject</c> is.</summary>
    public static string RejectNote => "Takes the place of the recipe's \"loss.reject\": the share of cells without a known box that are left out because they cost most.";

    /// <summary>Says what <c>--keep</c> is.</summary>
    public static string KeepNote => "Hides labels of the training samples on purpose: all, single (one present label a sample) or the share of cells kept, as 0.3.";

    /// <summary>The options of a run.</summary>
    /// <exception cref="RecipeException">The recipe or a changed value cannot be used.</exception>
    public TrainingOptions Options(string recipePath, string? state)
    {
        if (DataRoot is not null)
        {
            throw new RecipeException("--data-root is for head recipes; the \"data\" of a recipe of an encoder is relative to the recipe. Name another data set by --data FILE.");
        }

        var recipe = RecipeReader.Read(recipePath);
        recipe = RecipeReader.Checked(
            recipe with
            {
                Seed = Seed ?? recipe.Seed,
                Keep = Keep ?? recipe.Keep,
                Loss = recipe.Loss with { Reject = Reject ?? recipe.Loss.Reject },
                Schedule = recipe.Schedule with { Epochs = Epochs ?? recipe.Schedule.Epochs },
            },
            "the command line");
        string[] groups = [.. (HoldOut ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        return new TrainingOptions
        {
            Recipe = recipe,
            DataPath = Data is null ? RecipeReader.DataPath(recipePath, recipe) : Path.GetFullPath(Data),
            StateFolder = state is null ? DefaultState(recipe, groups) : Path.GetFullPath(state),
            HoldOut = groups,
        };
    }

    /// <summary>The options of a run of a head recipe.</summary>
    /// <exception cref="RecipeException">The recipe or a changed value cannot be used.</exception>
    public HeadRunOptions HeadOptions(string recipePath, string? state)
    {
        if (Data is not null || HoldOut is not null || Reject is not null)
        {
            throw new RecipeException(
                "--data, --hold-out and --reject are for recipes of encoders; a head recipe names its files and groups in \"data\" (\"test\", \"testGroups\"), below --data-root, "
                + "and what it does about unknown labels in \"loss\". Change them in a copy of the recipe.");
        }

        var recipe = HeadRecipeReader.Read(recipePath);
        recipe = HeadRecipeReader.Checked(
            recipe with
            {
                Seed = Seed ?? recipe.Seed,
                Data = recipe.Data with { Keep = Keep ?? recipe.Data.Keep },
                Schedule = recipe.Schedule with { Passes = Epochs is { } passes ? (int)Math.Ceiling(passes) : recipe.Schedule.Passes },
            },
            "the command line");
        return new HeadRunOptions
        {
            Recipe = recipe,
            DataRoot = Path.GetFullPath(DataRoot ?? DefaultDataRoot),
            StateFolder = state is null ? Path.Combine(StateFolders.Home, "heads", HeadRecipeReader.Hash(recipe)[..16]) : Path.GetFullPath(state),
            CacheFolder = StateFolders.Features,
        };
    }

    /// <summary>The options of a run on a rendered scene.</summary>
    /// <exception cref="RecipeException">The recipe or a changed value cannot be used.</exception>
    public VisionLanguageOptions VisionLanguageOptions(string recipePath, string? state)
    {
        if (HoldOut is not null || Epochs is not null)
        {
            throw new RecipeException("--hold-out and --epochs are for recipes with a data set; a rendered scene has neither groups nor passes. Change \"schedule.steps\" in a copy of the recipe.");
        }

        if (Data is not null || DataRoot is not null || Keep is not null || Reject is not null)
        {
            throw new RecipeException("--data, --data-root, --keep and --reject are for recipes with a data set; this one draws its pictures. Change \"scene\" and \"sceneSeed\" in a copy of the recipe.");
        }

        var recipe = VisionLanguageRecipeReader.Read(recipePath);
        recipe = VisionLanguageRecipeReader.Checked(recipe with { Seed = Seed ?? recipe.Seed }, "the command line");
        return new VisionLanguageOptions
        {
            Recipe = recipe,
            StateFolder = state is null ? Path.Combine(StateFolders.Home, "vision-language", VisionLanguageRecipeReader.HashWithoutSteps(recipe)[..16]) : Path.GetFullPath(state),
        };
    }

    /// <summary>A longer run goes on in the shorter one's.</summary>
    private static string DefaultState(Recipe recipe, string[] groups)
    {
        var name = RecipeReader.HashWithoutEpochs(recipe)[..16];
        return Path.Combine(StateFolders.Home, "train", groups.Length == 0 ? name : $"{name}-without-{string.Join('-', groups)}");
    }
}
