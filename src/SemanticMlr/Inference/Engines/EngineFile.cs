namespace SemanticMlr.Inference.Engines;

/// <summary>A file that ONNX Runtime wrote for an engine.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash: TensorRT may end the whole process over a damaged engine.</param>
internal sealed record EngineFile(string Name, long Bytes, string Sha256);
