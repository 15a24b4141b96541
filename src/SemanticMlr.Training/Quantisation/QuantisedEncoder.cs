using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>An encoder in int8.</summary>
/// <param name="Model">The graph.</param>
/// <param name="Nodes">Names of the nodes meant to compute in int8; those that only move values are left out.</param>
/// <param name="KeptFloat">Nodes kept in float because they are sensitive, the most sensitive first.</param>
/// <param name="Error">Relative error of the outputs on calibration frames.</param>
/// <param name="ErrorWithoutCorrection">The same without bias correction.</param>
/// <param name="IsCorrected">Whether biases were corrected: only where it lowers the error.</param>
internal sealed record QuantisedEncoder(
    ModelProto Model, IReadOnlyList<string> Nodes, IReadOnlyList<string> KeptFloat, double Error, double ErrorWithoutCorrection, bool IsCorrected);
