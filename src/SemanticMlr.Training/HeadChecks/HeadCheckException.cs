namespace SemanticMlr.Training.HeadChecks;

/// <summary>The file of a head check cannot be used; the message lists every fault.</summary>
/// <param name="path">The file.</param>
/// <param name="faults">Sentences that begin with the field.</param>
public sealed class HeadCheckException(string path, IReadOnlyList<string> faults)
    : IOException(faults.Count == 1 ? $"{path}: {faults[0]}" : $"{path}:{string.Concat(faults.Select(fault => $"\n  {fault}"))}")
{
    /// <summary>What is wrong, a sentence a fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
