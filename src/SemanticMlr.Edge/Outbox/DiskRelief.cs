using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Makes room on a full disk, step by step: stored pictures, new pictures, the reserve, stored events. States are never touched.</summary>
internal sealed class DiskRelief(
    OutboxDatabase database, FrameFiles frames, OutboxMemory memory, DiskReserve reserve, Dictionary<OutboxClass, long> needed)
{
    private const long FirstStep = 1 << 20;
    private long _step = FirstStep;

    /// <summary>Whether the pictures that were to be stored were given up.</summary>
    public bool GaveUpPending { get; private set; }

    /// <summary>Makes some room; what is given up with the next commit stands in the needed bytes.</summary>
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
            memory.DropPending(OutboxClass.Frame, DropReason.Disk);
            return true;
        }

        if (reserve.Release())
        {
            return true;
        }

        if (_step > database[OutboxClass.Event].Bytes * 2)
        {
            return false;
        }

        needed[OutboxClass.Event] = _step;
        _step *= 4;
        try
        {
            database.Checkpoint(); // the log begins again at its start, in room that it has already
        }
        catch (SqliteException)
        {
            // The next commit tells whether there is room.
        }

        return true;
    }

    /// <summary>The files go at once: their room may be what the commit that deletes their messages needs.</summary>
    private bool TryFrames()
    {
        var asked = needed.GetValueOrDefault(OutboxClass.Frame);
        if (asked >= database[OutboxClass.Frame].Bytes)
        {
            return false;
        }

        var bytes = asked == 0 ? FirstStep : asked * 2;
        needed[OutboxClass.Frame] = bytes;
        var doomed = database[OutboxClass.Frame].Oldest(memory.Hold(OutboxClass.Frame), message => (bytes -= message.Bytes) + message.Bytes > 0);
        foreach (var message in doomed)
        {
            frames.Delete(message.Place);
        }

        return doomed.Count > 0;
    }
}
