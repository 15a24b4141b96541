using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Commands;

/// <summary>What a head benchmark found.</summary>
/// <param name="Labels">Labels C.</param>
/// <param name="Processors">Processors of the machine.</param>
/// <param name="Encoder">Milliseconds of the ViT-B/16; null where nothing was timed.</param>
/// <param name="Heads">The heads.</param>
internal sealed record HeadBenchReport(int Labels, int Processors, Spread? Encoder, IReadOnlyList<HeadBenchRow> Heads);
