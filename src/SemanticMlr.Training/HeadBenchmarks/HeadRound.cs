namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>One round of a head benchmark.</summary>
/// <param name="Encoder">Milliseconds of the encoder.</param>
/// <param name="Heads">Milliseconds of each head.</param>
public sealed record HeadRound(double Encoder, IReadOnlyList<double> Heads);
