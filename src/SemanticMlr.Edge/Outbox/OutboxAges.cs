namespace SemanticMlr.Edge.Outbox;

/// <summary>When the oldest stored message of each class was appended, as of the last look. The thread that stores looks; any may read.</summary>
internal sealed class OutboxAges(OutboxOptions options, OutboxClock clock)
{
    private long[] _oldest = [-1, -1, -1];

    /// <summary>Whether a class has a message that waited longer than it may.</summary>
    public bool IsAnyTooOld => Enum.GetValues<OutboxClass>().Any(kind =>
        Oldest(kind) is { } at && clock.Now - at > options.Of(kind).Age.TotalMilliseconds);

    /// <summary>When the oldest stored message of a class was appended, in milliseconds of <see cref="OutboxClock"/>, or null where there is none.</summary>
    public long? Oldest(OutboxClass kind) => Volatile.Read(ref _oldest)[(int)kind] is >= 0 and var at ? at : null;

    /// <summary>Looks at what is on disk.</summary>
    public void Look(OutboxDatabase database) =>
        Volatile.Write(ref _oldest, [.. Enum.GetValues<OutboxClass>().Select(kind => OldestOf(database[kind]))]);

    private static long OldestOf(OutboxTable table)
    {
        var oldest = -1L;
        table.Oldest(0, message =>
        {
            oldest = message.At;
            return false;
        });
        return oldest;
    }
}
