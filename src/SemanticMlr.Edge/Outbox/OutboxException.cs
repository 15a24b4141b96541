namespace SemanticMlr.Edge.Outbox;

/// <summary>The outbox cannot be opened; the message says why and what to do.</summary>
/// <param name="message">Why, with the path and the remedy.</param>
/// <param name="canPass">Whether the fault can pass without a person, as a full disk.</param>
/// <param name="innerException">The cause.</param>
public sealed class OutboxException(string message, bool canPass, Exception? innerException = null) : IOException(message, innerException)
{
    /// <summary>Whether the fault can pass without a person.</summary>
    public bool CanPass => canPass;
}
