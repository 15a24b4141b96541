namespace SemanticMlr.Edge.Outbox;

/// <summary>The lanes of all classes, how much of them is not stored yet, and what goes next. Not thread-safe; the memory guards it.</summary>
internal sealed class OutboxLanes(OutboxOptions options, OutboxDrops drops)
{
    /// <summary>The classes by what their loss costs.</summary>
    public static readonly OutboxClass[] CheapestFirst = [OutboxClass.Frame, OutboxClass.Event, OutboxClass.State];

    private readonly OutboxLane[] _lanes = [new(), new(), new()];

    public OutboxLane this[OutboxClass kind] => _lanes[(int)kind];

    /// <summary>The highest place that was given.</summary>
    public long LastPlace { get; private set; }

    /// <summary>Whether messages go out from memory, as nothing can be stored.</summary>
    public bool IsVolatile
    {
        get;
        set
        {
            field = value;
            PassBacklog();
        }
    }

    /// <summary>Whether what is on disk only cannot be read; while nothing can be stored either, new messages pass it.</summary>
    public bool IsUnreadable
    {
        get;
        set
        {
            field = value;
            PassBacklog();
        }
    }

    /// <summary>Messages that are not stored yet.</summary>
    public int Queued => _lanes.Sum(lane => lane.Pending.Count);

    /// <summary>Whether so much waits to be stored that it does not wait for more; not while nothing can be stored.</summary>
    public bool IsLarge => !IsVolatile && (QueuedBytes >= options.GroupBytes || Queued >= options.QueueMessages / 2);

    /// <summary>What has to be stored, in order.</summary>
    public OutboxEntry[] Unstored => [.. _lanes.SelectMany(lane => lane.Unstored.Concat(lane.Pending)).OrderBy(entry => entry.Place)];

    private long QueuedBytes => _lanes.Sum(lane => lane.PendingBytes);

    /// <summary>Begins with what an earlier start left on disk.</summary>
    public void Begin(OutboxDatabase database)
    {
        LastPlace = Math.Max(LastPlace, database.Place);
        foreach (var kind in CheapestFirst)
        {
            this[kind].Begin(database[kind].Count, database[kind].Bytes, database[kind].Count > 0 ? database.Place : 0);
        }
    }

    /// <summary>Gives a message the next place and adds it to its lane.</summary>
    /// <param name="at">The time on <see cref="OutboxClock"/>.</param>
    /// <param name="message">The message.</param>
    public void Append(long at, OutboxMessage message) => this[message.Class].Append(new OutboxEntry(++LastPlace, at, message));

    /// <summary>The lane whose message goes next: states first, then events and pictures in order.</summary>
    public OutboxLane Next()
    {
        var states = this[OutboxClass.State];
        if (states.Peek(IsVolatile) is not null || states.Lowest < long.MaxValue)
        {
            return states; // the rest waits where they are still on disk
        }

        var (events, frames) = (this[OutboxClass.Event], this[OutboxClass.Frame]);
        _ = (events.Peek(IsVolatile), frames.Peek(IsVolatile));
        return events.Lowest < frames.Lowest ? events : frames; // that one may still be on disk; then the other waits for it
    }

    public int ReturnTaken() => _lanes.Sum(lane => lane.ReturnTaken());

    /// <summary>Says that a group is on disk, and what was dropped with it.</summary>
    public void Stored(OutboxGroup group, IReadOnlyList<DroppedRun> dropped)
    {
        foreach (var entry in group.Entries)
        {
            entry.IsStored = true;
        }

        foreach (var lane in _lanes)
        {
            lane.Stored(group.LastPlace);
        }

        foreach (var run in dropped)
        {
            this[run.Class].Dropped(run.After, run.Messages[^1].Place, run.Messages.Count, run.Messages.Sum(message => message.Bytes));
        }
    }

    /// <summary>Ends the hold that dropping messages needs.</summary>
    public void Release()
    {
        foreach (var lane in _lanes)
        {
            lane.IsHeld = false;
        }
    }

    /// <summary>Gives up what passes the bounds of the queue, the cheapest first.</summary>
    /// <returns>What was given up.</returns>
    public List<OutboxEntry> DropBeyondQueue()
    {
        var reason = IsVolatile ? DropReason.Disk : DropReason.Queue;
        var dropped = new List<OutboxEntry>();
        while (Queued > options.QueueMessages || QueuedBytes > options.QueueBytes)
        {
            var kind = CheapestFirst.First(each => this[each].Pending.Count > 0);
            var entry = this[kind].DropPending()!;
            drops.Add(kind, reason, 1);
            dropped.Add(entry);
        }

        return dropped;
    }

    /// <summary>Gives up the messages of a class that are not stored.</summary>
    /// <returns>What was given up.</returns>
    public List<OutboxEntry> DropPending(OutboxClass kind, DropReason reason)
    {
        var dropped = new List<OutboxEntry>();
        while (this[kind].DropPending() is { } entry)
        {
            dropped.Add(entry);
        }

        drops.Add(kind, reason, dropped.Count);
        return dropped;
    }

    private void PassBacklog()
    {
        foreach (var lane in _lanes)
        {
            lane.PassesBacklog = IsVolatile && IsUnreadable;
        }
    }
}
