using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Commands;

/// <summary>A head of a benchmark.</summary>
/// <param name="Head">Its name.</param>
/// <param name="Milliseconds">Time of one image; null where nothing was timed.</param>
/// <param name="Ratio">The same as a share of the encoder's time in the same round.</param>
/// <param name="MemoryBytes">Growth of the resident peak when the head is opened and run: weights, arena and everything else.</param>
internal sealed record HeadBenchRow(string Head, Spread? Milliseconds, Spread? Ratio, long MemoryBytes);
