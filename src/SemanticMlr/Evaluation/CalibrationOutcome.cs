namespace SemanticMlr.Evaluation;

/// <summary>A calibration with what to expect of it.</summary>
/// <param name="Labels">What was fitted to all images, one entry a label.</param>
/// <param name="Fitted">The decisions on the images that it was fitted to; they flatter.</param>
/// <param name="Expected">The decisions on held-out folds.</param>
/// <param name="Folds">Folds behind <paramref name="Expected"/>; 0 where there were too few images and it is the same as <paramref name="Fitted"/>.</param>
public sealed record CalibrationOutcome(
    IReadOnlyList<FittedLabel> Labels,
    IReadOnlyList<DecisionCounts> Fitted,
    IReadOnlyList<DecisionCounts> Expected,
    int Folds);
