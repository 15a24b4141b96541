namespace SemanticMlr.Training.Runs;

/// <summary>The losses of a step, or their mean over several.</summary>
/// <param name="Patch">Focal loss a centre.</param>
/// <param name="Mkt">Cross-entropy of the head <c>mkt</c>, a tile and label.</param>
/// <param name="Clip">Cross-entropy of the head <c>clip</c>, a tile and label.</param>
public sealed record StepLosses(double Patch, double Mkt, double Clip);
