namespace SemanticMlr.Inference;

/// <summary>An execution provider that was tried in vain.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Reason">What ONNX Runtime said, or how far the golden outputs were off.</param>
public sealed record ProviderFailure(ExecutionProvider Provider, string Reason);
