using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>What <c>mlr bench roofline</c> found: what the processor can do, and what encoders make of it.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Peak">The large square product, whose speed is the peak.</param>
/// <param name="IntegerOperation">The operator that ONNX Runtime runs for products of bytes.</param>
/// <param name="Bandwidth">Bytes read and written a second when a large array is copied, in GB/s.</param>
/// <param name="Encoders">The encoders.</param>
public sealed record RooflineReport(
    BenchmarkMachine Machine, GemmReport Peak, string IntegerOperation, Spread Bandwidth, IReadOnlyList<EncoderRooflineReport> Encoders);
