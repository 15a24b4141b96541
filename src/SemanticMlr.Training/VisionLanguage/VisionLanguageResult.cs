namespace SemanticMlr.Training.VisionLanguage;

/// <summary>What a run gave; written as <c>result.json</c> into its folder.</summary>
/// <param name="RecipeSha256">Hash over the values of the recipe.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">Steps taken in all.</param>
/// <param name="Seconds">Time of the steps, interrupted parts included, in seconds.</param>
/// <param name="Seen">Phrases trained on.</param>
/// <param name="Unseen">Phrases held out.</param>
/// <param name="Validation">Figures of each head at the end; empty where the run did not come to it.</param>
/// <param name="Finished">False where the run was interrupted; the same command goes on from its checkpoint.</param>
public sealed record VisionLanguageResult(
    string RecipeSha256, int Seed, long Steps, double Seconds, int Seen, int Unseen, IReadOnlyList<VisionLanguageFigures> Validation, bool Finished);
