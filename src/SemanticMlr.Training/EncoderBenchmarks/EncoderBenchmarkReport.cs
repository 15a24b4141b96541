namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>What <c>mlr bench model</c> found.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Pictures">What the pictures are called.</param>
/// <param name="Encoders">The encoders.</param>
public sealed record EncoderBenchmarkReport(BenchmarkMachine Machine, string Pictures, IReadOnlyList<EncoderReport> Encoders);
