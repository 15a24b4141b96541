namespace SemanticMlr.Training.Runs;

/// <summary>A recipe judged on boards that were not trained on, fold by fold.</summary>
/// <param name="Folds">Result of each fold.</param>
/// <param name="Mkt">Head <c>mkt</c> over the folds.</param>
/// <param name="Clip">Head <c>clip</c> over the folds.</param>
public sealed record CrossValidationResult(IReadOnlyList<TrainingResult> Folds, FoldSpread Mkt, FoldSpread Clip);
