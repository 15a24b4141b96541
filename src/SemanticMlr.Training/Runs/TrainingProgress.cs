namespace SemanticMlr.Training.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="Stage">What is going on: <c>images</c>, <c>training</c>, <c>measuring</c> or <c>warning</c>.</param>
/// <param name="Done">Units done: images or steps.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Elapsed">Time since the stage began in this process.</param>
/// <param name="Remaining">Expected time to the end of the stage, or null where nothing is known yet.</param>
/// <param name="Losses">Means of each loss since the last report, or null.</param>
/// <param name="Warning">What went wrong without ending the run, as a sentence, or null; the other values then say nothing.</param>
public sealed record TrainingProgress(string Stage, long Done, long Total, TimeSpan Elapsed, TimeSpan? Remaining, IReadOnlyDictionary<string, double>? Losses, string? Warning = null);
