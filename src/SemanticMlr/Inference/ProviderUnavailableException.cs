namespace SemanticMlr.Inference;

/// <summary>An execution provider is not there or cannot run a graph; the message is the reason that ONNX Runtime gave.</summary>
internal sealed class ProviderUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);
