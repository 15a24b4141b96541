namespace SemanticMlr.Training.Ablation;

/// <summary>A cell that is there.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Done">Cells so far.</param>
/// <param name="Total">Cells in all.</param>
/// <param name="Elapsed">Time since this run began.</param>
public sealed record AblationProgress(AblationCell Cell, int Done, int Total, TimeSpan Elapsed);
