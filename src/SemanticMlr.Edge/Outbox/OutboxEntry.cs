namespace SemanticMlr.Edge.Outbox;

/// <summary>A message in the outbox; its place is its identity.</summary>
/// <param name="Place">Rises with every message, also over restarts.</param>
/// <param name="At">When it was appended, in milliseconds of <see cref="OutboxClock"/>.</param>
/// <param name="Message">The message.</param>
public sealed record OutboxEntry(long Place, long At, OutboxMessage Message)
{
    /// <summary>Whether it was under way when the broker closed a connection; it then is sent alone. Used by one connection at a time.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Connections that the broker closed while this message alone was under way.</summary>
    public int Losses { get; set; }

    /// <summary>Whether it is on disk; guarded by the outbox.</summary>
    internal bool IsStored { get; set; }
}
