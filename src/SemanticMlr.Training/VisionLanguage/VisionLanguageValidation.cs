namespace SemanticMlr.Training.VisionLanguage;

/// <summary>A line of <c>validation.jsonl</c>.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Figures">What each head reached.</param>
public sealed record VisionLanguageValidation(long Step, IReadOnlyList<VisionLanguageFigures> Figures);
