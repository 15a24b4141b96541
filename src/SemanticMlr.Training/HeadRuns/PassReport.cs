namespace SemanticMlr.Training.HeadRuns;

/// <summary>A pass that is done; a line of <c>log.jsonl</c>.</summary>
/// <param name="Pass">Its number, from 1.</param>
/// <param name="Passes">Passes in all.</param>
/// <param name="Loss">Mean loss of its steps.</param>
/// <param name="ValidationMap">mAP of the running average on the samples that choose, or null.</param>
/// <param name="Seconds">Time since the run began, interrupted parts included.</param>
public sealed record PassReport(int Pass, int Passes, double Loss, double? ValidationMap, double Seconds);
