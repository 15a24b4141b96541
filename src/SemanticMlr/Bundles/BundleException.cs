namespace SemanticMlr.Bundles;

/// <summary>A bundle that cannot be used; the message names the file, the fault and, where there is one, the remedy.</summary>
public sealed class BundleException : IOException
{
    /// <summary>Says which file has which fault.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="fault">What is wrong, and the remedy, as sentences without the last full stop.</param>
    /// <param name="innerException">What was caught, or null.</param>
    public BundleException(string path, string fault, Exception? innerException = null)
        : base($"{path}: {fault}.", innerException) => (Path, Fault) = (path, fault);

    /// <summary>The file or folder that is at fault.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Fault { get; }
}
