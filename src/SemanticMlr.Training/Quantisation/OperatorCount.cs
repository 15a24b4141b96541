namespace SemanticMlr.Training.Quantisation;

/// <summary>How often an operator ran, as ONNX Runtime's profiler says.</summary>
/// <param name="Operation">The operator that ran, after all fusions.</param>
/// <param name="Nodes">Nodes of it.</param>
/// <param name="IsInteger">Whether it computes on 8-bit integers.</param>
/// <param name="TimeShare">Its share of the time of all nodes.</param>
public sealed record OperatorCount(string Operation, int Nodes, bool IsInteger, double TimeShare);
