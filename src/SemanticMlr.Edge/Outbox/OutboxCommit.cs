namespace SemanticMlr.Edge.Outbox;

/// <summary>Stores groups: pictures first, then everything else in one transaction, which also deletes what went out and what passes a bound.</summary>
/// <remarks>Used by the thread that owns the database.</remarks>
internal sealed class OutboxCommit(
    OutboxDatabase database, FrameFiles frames, OutboxStaging staging, OutboxOptions options, OutboxClock clock, OutboxDrops drops, CommitLedger ledger)
{
    /// <summary>Stores a group or nothing.</summary>
    /// <param name="group">The group.</param>
    /// <param name="needed">Bytes of each class to give up beforehand, as the disk is full.</param>
    /// <param name="expire">Whether to look for messages that waited too long.</param>
    public void Store(OutboxGroup group, IReadOnlyDictionary<OutboxClass, long> needed, bool expire)
    {
        var pictures = group.Entries.Where(entry => entry.Message.Class == OutboxClass.Frame).ToArray();
        frames.Write(pictures);
        List<DroppedRun> dropped;
        try
        {
            dropped = StoreMessages(group, needed, expire);
        }
        catch
        {
            frames.Withdraw(pictures); // nobody may come back for them: those that go out from memory are stored no more
            throw;
        }

        staging.Stored(group, dropped);
        ledger.Stored(group.Entries);
        ledger.Dropped(dropped);
        foreach (var place in group.Removed.Where(removed => removed.Class == OutboxClass.Frame).Select(removed => removed.Place)
            .Concat(dropped.Where(run => run.Class == OutboxClass.Frame).SelectMany(run => run.Messages.Select(message => message.Place))))
        {
            frames.Delete(place);
        }

        foreach (var run in dropped)
        {
            drops.Add(run.Class, run.Reason, run.Messages.Count);
        }
    }

    private List<DroppedRun> StoreMessages(OutboxGroup group, IReadOnlyDictionary<OutboxClass, long> needed, bool expire)
    {
        var dropped = new List<DroppedRun>();
        using var transaction = database.Begin();
        foreach (var (kind, place) in group.Removed)
        {
            database[kind].Delete(place);
        }

        foreach (var (kind, bytes) in needed)
        {
            Drop(dropped, kind, DropReason.Disk, bytes);
        }

        foreach (var entry in group.Entries)
        {
            database[entry.Message.Class].Insert(entry);
        }

        if (expire)
        {
            Expire(dropped);
        }

        DropBeyondLimits(dropped);
        database.WriteProgress(clock.Now, group.LastPlace);
        transaction.Commit();
        return dropped;
    }

    private void DropBeyondLimits(List<DroppedRun> dropped)
    {
        foreach (var kind in OutboxLanes.CheapestFirst)
        {
            Drop(dropped, kind, DropReason.Limit, database[kind].Bytes - options.Of(kind).Bytes);
        }

        foreach (var kind in OutboxLanes.CheapestFirst)
        {
            Drop(dropped, kind, DropReason.Limit, OutboxLanes.CheapestFirst.Sum(each => database[each].Bytes) - options.TotalBytes);
        }
    }

    private void Expire(List<DroppedRun> dropped)
    {
        foreach (var kind in OutboxLanes.CheapestFirst.Where(kind => database[kind].Count > 0))
        {
            var oldest = clock.Now - (long)options.Of(kind).Age.TotalMilliseconds;
            Drop(dropped, kind, DropReason.Age, message => message.At < oldest);
        }
    }

    private void Drop(List<DroppedRun> dropped, OutboxClass kind, DropReason reason, long bytes)
    {
        if (bytes > 0)
        {
            Drop(dropped, kind, reason, message => (bytes -= message.Bytes) + message.Bytes > 0);
        }
    }

    private void Drop(List<DroppedRun> dropped, OutboxClass kind, DropReason reason, Func<StoredMessage, bool> condition)
    {
        var after = staging.Hold(kind); // what is under way is not dropped
        var messages = database[kind].Oldest(after, condition);
        if (messages.Count > 0)
        {
            database[kind].Delete(after, messages);
            dropped.Add(new DroppedRun(kind, after, messages, reason));
        }
    }
}
