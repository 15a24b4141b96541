namespace SemanticMlr.Edge.Outbox;

/// <summary>Milliseconds that the agent has run on this outbox, over all its starts: the age of a message does not depend on a clock that jumps.</summary>
internal sealed class OutboxClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _before;

    public long Now => Volatile.Read(ref _before) + (long)time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Goes on from what an earlier start reached.</summary>
    public void GoOnFrom(long milliseconds) => Volatile.Write(ref _before, milliseconds);
}
