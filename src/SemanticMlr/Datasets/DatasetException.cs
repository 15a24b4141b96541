namespace SemanticMlr.Datasets;

/// <summary>A data set that cannot be used; the message names the file, the line and the fault.</summary>
public sealed class DatasetException(string message, Exception? innerException = null) : IOException(message, innerException);
