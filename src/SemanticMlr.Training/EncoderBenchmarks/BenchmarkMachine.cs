namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>What a figure was measured on.</summary>
/// <param name="Processor">What the processor calls itself.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="PowerMode">The mode that trades speed for power, or null where the machine tells of none.</param>
/// <param name="Provider">The execution provider.</param>
/// <param name="OnnxRuntime">Version of ONNX Runtime.</param>
/// <param name="Threads">Threads of a graph.</param>
public sealed record BenchmarkMachine(string Processor, int Processors, string? PowerMode, string Provider, string OnnxRuntime, int Threads);
