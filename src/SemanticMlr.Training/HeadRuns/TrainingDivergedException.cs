namespace SemanticMlr.Training.HeadRuns;

/// <summary>The loss is no number any more; the checkpoint from before is kept.</summary>
public sealed class TrainingDivergedException(string message) : IOException(message);
