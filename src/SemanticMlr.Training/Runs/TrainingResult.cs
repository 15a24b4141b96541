namespace SemanticMlr.Training.Runs;

/// <summary>What a run gave; written as <c>result.json</c> into its folder.</summary>
/// <param name="RecipeSha256">Hash over the values of the recipe.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">Steps taken in all.</param>
/// <param name="Images">Images trained on.</param>
/// <param name="HoldOut">Groups not trained on.</param>
/// <param name="Seconds">Time of the steps, interrupted parts included, in seconds.</param>
/// <param name="Mkt">Figures of the head <c>mkt</c> on the groups held out, or null.</param>
/// <param name="Clip">Figures of the head <c>clip</c> on the groups held out, or null.</param>
/// <param name="Finished">False where the run was interrupted; the same command goes on from its checkpoint.</param>
/// <param name="RecipeSha256WithoutEpochs">Hash over the values of the recipe but its number of passes; null in results of earlier versions.</param>
public sealed record TrainingResult(
    string RecipeSha256,
    int Seed,
    long Steps,
    int Images,
    IReadOnlyList<string> HoldOut,
    double Seconds,
    TileFigures? Mkt,
    TileFigures? Clip,
    bool Finished,
    string? RecipeSha256WithoutEpochs = null);
