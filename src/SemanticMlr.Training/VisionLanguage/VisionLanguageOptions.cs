using SemanticMlr.Training.Recipes.VisionLanguage;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>What a run trains and where it keeps its files.</summary>
public sealed record VisionLanguageOptions
{
    /// <summary>The recipe.</summary>
    public required VisionLanguageRecipe Recipe { get; init; }

    /// <summary>The folder of checkpoints, log and figures.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Pictures that measure at each checkpoint.</summary>
    public int ValidationPictures { get; init; } = 400;
}
