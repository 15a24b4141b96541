namespace SemanticMlr.Inference;

/// <summary>No execution provider may be used; the message names each provider, its reason and the remedy.</summary>
public sealed class ExecutionProviderException : InvalidOperationException
{
    /// <param name="failures">What was tried, in order; at least one.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="innerException">What was caught last, or null.</param>
    public ExecutionProviderException(IReadOnlyList<ProviderFailure> failures, string remedy, Exception? innerException = null)
        : base($"{string.Join("; ", failures.Select(failure => $"{failure.Provider}: {failure.Reason}"))}. {remedy}", innerException) =>
        Failures = failures;

    /// <summary>What was tried, in order.</summary>
    public IReadOnlyList<ProviderFailure> Failures { get; }
}
