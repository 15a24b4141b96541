namespace SemanticMlr.Recognition;

/// <summary>A provider gives other numbers than the golden ones; the message says where and by how much.</summary>
internal sealed class GoldenMismatchException(string message) : Exception(message);
