namespace SemanticMlr.Imaging;

/// <summary>An image that cannot be read; the message names the file and the fault.</summary>
public sealed class ImageException(string message, Exception? innerException = null) : IOException(message, innerException);
