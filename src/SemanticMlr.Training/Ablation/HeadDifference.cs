namespace SemanticMlr.Training.Ablation;

/// <summary>mAP of a head less that of another, on the same samples and seeds.</summary>
/// <param name="Task">The task.</param>
/// <param name="Labels">The row.</param>
/// <param name="Head">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Difference">Mean over the seeds.</param>
/// <param name="Low">2.5 percentile over images drawn again.</param>
/// <param name="High">97.5 percentile.</param>
public sealed record HeadDifference(string Task, string Labels, string Head, string Against, double Difference, double Low, double High);
