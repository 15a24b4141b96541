namespace SemanticMlr.Training.HeadChecks;

/// <summary>The largest absolute differences of an output to the values in the file.</summary>
/// <param name="Output">Its name in the file.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Module">Difference of the module in double precision.</param>
/// <param name="Graph">Difference of the ONNX graph in single precision.</param>
public sealed record HeadOutputDifference(string Output, IReadOnlyList<long> Shape, double Module, double Graph);
