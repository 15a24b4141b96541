using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>The speed of a matrix product, in 10^9 multiply-adds a second, the best run of each round.</summary>
/// <param name="Shape">What is multiplied.</param>
/// <param name="Count">How often an encoder computes it for one picture.</param>
/// <param name="MultiplyAdds">Multiply-adds of all of these.</param>
/// <param name="Fp32">In float.</param>
/// <param name="Int8">In int8.</param>
/// <param name="SpeedUp">int8 over fp32, round by round.</param>
public sealed record GemmReport(GemmShape Shape, int Count, long MultiplyAdds, Spread Fp32, Spread Int8, Spread SpeedUp);
