namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>A peer is not there, or cannot run this model; the message says why and, where there is one, the remedy.</summary>
internal sealed class PeerUnavailableException : InvalidOperationException
{
    public PeerUnavailableException(string message)
        : base(message)
    {
    }

    public PeerUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public PeerUnavailableException()
    {
    }
}
