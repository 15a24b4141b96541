namespace SemanticMlr.Labels.Trust;

/// <summary>A key file that cannot be used; the message names the file, the fault and the remedy.</summary>
public sealed class TrustException(string path, string fault, Exception? innerException = null) : IOException($"{path}: {fault}.", innerException);
