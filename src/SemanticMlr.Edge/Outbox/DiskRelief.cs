using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Makes room on a full disk for one group, step by step: stored pictures, new pictures, stored events. States are never touched.</summary>
/// <remarks>
/// SQLite deletes by writing to its log, and empties the log by writing to the database, which may have to grow for it: the reserve is the room for
/// that. Once it is spent, events give way before the database has to grow again.
/// </remarks>
internal sealed class DiskRelief(OutboxDatabase database, FrameFiles frames, OutboxStaging staging, DiskReserve reserve)
{
    private const long FirstStep = 1 << 20;
    private readonly Dictionary<OutboxClass, long> _needed = [];

    /// <summary>Bytes of each class to give up with the next commit.</summary>
    public IReadOnlyDictionary<OutboxClass, long> Needed => _needed;

    /// <summary>Whether the pictures that were to be stored were given up.</summary>
    public bool GaveUpPending { get; private set; }

    /// <summary>Where the reserve was spent on a full disk: makes the group fit into what the database has, so that it need not grow.</summary>
    public void KeepWithin(OutboxGroup group)
    {
        if (reserve.IsKept || database[OutboxClass.Event].Bytes == 0)
        {
            return;
        }

        const double Overhead = 1.5; // topics, properties, and pages that are not full
        var wanted = (long)(group.Entries.Where(entry => entry.Message.Class != OutboxClass.Frame).Sum(entry => entry.Message.Payload.LongLength + 256) * Overhead);
        if (database.FreeBytes < wanted + FirstStep)
        {
            _needed[OutboxClass.Event] = Math.Max(wanted + FirstStep, Share(OutboxClass.Event));
        }
    }

    /// <summary>Makes some room after a commit that found none.</summary>
    /// <returns>Whether another try makes sense.</returns>
    public bool TryNext()
    {
        if (TryFrames())
        {
            return true;
        }

        if (!GaveUpPending)
        {
            GaveUpPending = true;
            staging.DropPending(OutboxClass.Frame, DropReason.Disk);
            return true;
        }

        var isReleased = reserve.Release();
        try
        {
            database.Checkpoint(); // the log begins again at its start, in room that it has already
        }
        catch (SqliteException exception) when (!OutboxDatabase.IsDamage(exception))
        {
            // The next commit tells whether there is room.
        }

        var asked = _needed.GetValueOrDefault(OutboxClass.Event);
        if (asked >= database[OutboxClass.Event].Bytes)
        {
            return isReleased;
        }

        _needed[OutboxClass.Event] = asked == 0 ? Share(OutboxClass.Event) : asked * 4;
        return true;
    }

    /// <summary>The files go at once: their room may be what the commit that deletes their messages needs.</summary>
    private bool TryFrames()
    {
        var asked = _needed.GetValueOrDefault(OutboxClass.Frame);
        if (asked >= database[OutboxClass.Frame].Bytes)
        {
            return false;
        }

        var bytes = asked == 0 ? Share(OutboxClass.Frame) : asked * 2;
        _needed[OutboxClass.Frame] = bytes;
        var doomed = database[OutboxClass.Frame].Oldest(staging.Hold(OutboxClass.Frame), message => (bytes -= message.Bytes) + message.Bytes > 0);
        foreach (var message in doomed)
        {
            frames.Delete(message.Place);
        }

        return doomed.Count > 0;
    }

    /// <summary>A tenth of a class, so that not every commit has to make room again.</summary>
    private long Share(OutboxClass kind) => Math.Max(FirstStep, database[kind].Bytes / 10);
}
