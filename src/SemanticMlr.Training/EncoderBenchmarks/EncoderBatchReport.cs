using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>Times of one batch.</summary>
/// <param name="Batch">Pictures of a run.</param>
/// <param name="Fp32">Milliseconds a run.</param>
/// <param name="Int8">Milliseconds a run; null without int8.</param>
/// <param name="SpeedUp">Time of fp32 divided by that of int8, round by round; null without int8.</param>
public sealed record EncoderBatchReport(int Batch, RunTimes Fp32, RunTimes? Int8, Spread? SpeedUp);
