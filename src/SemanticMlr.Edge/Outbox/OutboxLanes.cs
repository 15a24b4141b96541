namespace SemanticMlr.Edge.Outbox;

/// <summary>The lanes of all classes, and how much of them is not stored yet. Not thread-safe; the outbox guards it.</summary>
internal sealed class OutboxLanes(OutboxOptions options, OutboxDrops drops)
{
    /// <summary>The classes by what their loss costs.</summary>
    public static readonly OutboxClass[] CheapestFirst = [OutboxClass.Frame, OutboxClass.Event, OutboxClass.State];

    private readonly OutboxLane[] _lanes = [new(), new(), new()];

    public OutboxLane this[OutboxClass kind] => _lanes[(int)kind];

    /// <summary>Messages that are not stored yet.</summary>
    public int Queued => _lanes.Sum(lane => lane.Pending.Count);

    /// <summary>Whether so much is not stored that it does not wait for more.</summary>
    public bool IsLarge => QueuedBytes >= options.GroupBytes || Queued >= options.QueueMessages / 2;

    /// <summary>What has to be stored, in order.</summary>
    public OutboxEntry[] Unstored => [.. _lanes.SelectMany(lane => lane.Unstored.Concat(lane.Pending)).OrderBy(entry => entry.Place)];

    private long QueuedBytes => _lanes.Sum(lane => lane.PendingBytes);

    public void Append(OutboxEntry entry) => this[entry.Message.Class].Append(entry);

    /// <summary>The lane whose message goes next: states first, then events and pictures in order.</summary>
    /// <param name="alsoUnstored">Whether a message may go that is not on disk.</param>
    public OutboxLane Next(bool alsoUnstored)
    {
        var states = this[OutboxClass.State];
        if (states.Peek(alsoUnstored) is not null || states.Lowest < long.MaxValue)
        {
            return states; // the rest waits where they are still on disk
        }

        var (events, frames) = (this[OutboxClass.Event], this[OutboxClass.Frame]);
        _ = (events.Peek(alsoUnstored), frames.Peek(alsoUnstored));
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

    /// <summary>Says whether new messages pass what is on disk only.</summary>
    public void PassBacklog(bool passes)
    {
        foreach (var lane in _lanes)
        {
            lane.PassesBacklog = passes;
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
    public List<OutboxEntry> DropBeyondQueue(DropReason reason)
    {
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
}
