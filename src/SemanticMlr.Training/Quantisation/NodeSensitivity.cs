namespace SemanticMlr.Training.Quantisation;

/// <summary>What one node costs when it alone runs in int8.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Operation">Its operator.</param>
/// <param name="Error">Relative error of what the encoder gives, on calibration frames.</param>
public sealed record NodeSensitivity(string Node, string Operation, double Error);
