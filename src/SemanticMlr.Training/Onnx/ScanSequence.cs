using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Onnx;

/// <summary>A value that a scan goes through.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Axis">Its axis that counts the entries; an entry has one axis less.</param>
/// <param name="Type">The type of its elements.</param>
internal readonly record struct ScanSequence(string Value, long Axis = 0, TensorProto.Types.DataType Type = TensorProto.Types.DataType.Float);
