namespace SemanticMlr.Edge.Outbox;

/// <summary>Stores groups, also on a full disk: there pictures give way first, then events by age. Used by the thread that owns the database.</summary>
internal sealed class GroupWriter(
    OutboxDatabase database, FrameFiles frames, OutboxStaging staging, DiskReserve reserve, DiskCondition disk, OutboxCommit commit)
{
    /// <summary>Stores a group, without its pictures where these had to give way; throws where even that finds no room.</summary>
    /// <param name="group">The group.</param>
    /// <param name="expire">Whether to look for messages that waited too long.</param>
    public void Write(OutboxGroup group, bool expire)
    {
        var relief = new DiskRelief(database, frames, staging, reserve);
        if (disk.IsFull)
        {
            relief.KeepWithin(group);
        }

        while (true)
        {
            try
            {
                commit.Store(group, relief.Needed, expire);
                return;
            }
            catch (Exception exception) when (DiskFaults.IsFull(exception))
            {
                disk.Filled(exception);
                if (!relief.TryNext())
                {
                    throw;
                }

                group = group with { Entries = [.. group.Entries.Where(entry => !relief.GaveUpPending || entry.Message.Class != OutboxClass.Frame)] };
            }
        }
    }
}
