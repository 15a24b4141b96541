namespace SemanticMlr.Edge.Outbox;

/// <summary>What the thread that stores does with the memory of the outbox: fetches what a commit stores, says what became of it, adds pages of the backlog.</summary>
/// <remarks>Thread-safe: works on the parts of <see cref="OutboxMemory"/> and under its lock.</remarks>
internal sealed class OutboxStaging(
    Lock gate, OutboxLanes lanes, OutboxRemovals removals, CommitSchedule schedule, WriterSignal work, MessageSignal available, OutboxDrops drops)
{
    /// <summary>Whether messages go out from memory, as nothing can be stored.</summary>
    public bool IsVolatile
    {
        get
        {
            lock (gate)
            {
                return lanes.IsVolatile;
            }
        }

        set
        {
            lock (gate)
            {
                lanes.IsVolatile = value;
            }

            available.Set();
        }
    }

    /// <summary>Whether what is on disk only cannot be read; while nothing can be stored either, new messages pass it.</summary>
    public bool IsUnreadable
    {
        get
        {
            lock (gate)
            {
                return lanes.IsUnreadable;
            }
        }

        set
        {
            lock (gate)
            {
                lanes.IsUnreadable = value;
            }

            if (value)
            {
                available.Set();
            }
        }
    }

    /// <summary>Whether a commit is due.</summary>
    public bool IsDue
    {
        get
        {
            lock (gate)
            {
                return schedule.IsDue || (schedule.IsPlanned && lanes.IsLarge);
            }
        }
    }

    /// <summary>Begins with what an earlier start left on disk.</summary>
    public void Begin(OutboxDatabase database)
    {
        lock (gate)
        {
            lanes.Begin(database);
        }
    }

    /// <summary>Blocks the writer until there may be work, at most a second.</summary>
    public void WaitForWork()
    {
        TimeSpan wait;
        lock (gate)
        {
            wait = schedule.TimeLeft(TimeSpan.FromSeconds(1));
        }

        work.Wait(wait);
    }

    /// <summary>What the next commit has to store.</summary>
    /// <param name="flush">Is completed by the writer after the commit, or null.</param>
    public OutboxGroup Collect(out TaskCompletionSource? flush)
    {
        lock (gate)
        {
            flush = schedule.Begin();
            var removed = removals.Begin(lanes.LastPlace);
            return new OutboxGroup(lanes.Unstored, removed, lanes.LastPlace);
        }
    }

    /// <summary>Says that a group is on disk, and what was dropped with it.</summary>
    public void Stored(OutboxGroup group, IReadOnlyList<DroppedRun> dropped)
    {
        lock (gate)
        {
            lanes.Stored(group, dropped);
            foreach (var kind in OutboxLanes.CheapestFirst.Where(kind => lanes[kind].HasPassed && !removals.HasAny(kind)))
            {
                lanes[kind].GoBack();
                work.Set(); // for its page
            }

            lanes.Release();
            removals.End();
        }

        available.Set();
    }

    /// <summary>Takes a group back that could not be stored; it is tried again later.</summary>
    public void NotStored(OutboxGroup group, TimeSpan wait)
    {
        lock (gate)
        {
            removals.TakeBack(group);
            schedule.PlanIn(wait);
            lanes.Release();
        }

        available.Set(); // what was held can go again
    }

    /// <summary>Says that there is no database to store anything in; it is tried again later.</summary>
    public void Postpone(TimeSpan wait)
    {
        TaskCompletionSource? flush;
        lock (gate)
        {
            flush = schedule.Begin();
            schedule.PlanIn(wait);
        }

        flush?.TrySetResult();
    }

    /// <summary>Gives up the messages of a class that are not stored yet.</summary>
    public void DropPending(OutboxClass kind, DropReason reason)
    {
        lock (gate)
        {
            removals.GiveUp(lanes.DropPending(kind, reason));
        }
    }

    /// <summary>Lets nobody take messages of a class until the next commit has ended, as some are being dropped.</summary>
    /// <returns>The place behind which no message is under way, nor acknowledged and still on disk.</returns>
    public long Hold(OutboxClass kind)
    {
        lock (gate)
        {
            lanes[kind].IsHeld = true;
            return Math.Max(lanes[kind].LastTaken, removals.Last(kind));
        }
    }

    /// <summary>Where the page begins that a class wants, and how large it may be; null where it wants none.</summary>
    public (long After, int Messages, long Bytes)? PageWish(OutboxClass kind)
    {
        lock (gate)
        {
            var lane = lanes[kind];
            return lane.WantsPage ? (lane.ReadUpTo, lane.Room.Messages, lane.Room.Bytes) : null;
        }
    }

    public void AddPage(OutboxClass kind, IReadOnlyList<OutboxEntry> page, long upTo, bool isLast)
    {
        lock (gate)
        {
            lanes[kind].AddPage(page, isLast);
            lanes[kind].SkipTo(upTo);
        }

        available.Set();
    }

    /// <summary>Gives up a stored message whose payload cannot be read.</summary>
    public void Lost(OutboxEntry entry, long bytes)
    {
        lock (gate)
        {
            lanes[entry.Message.Class].Dropped(entry.Place - 1, entry.Place, 1, bytes);
            removals.GiveUp([entry]);
            schedule.TryPlan();
        }

        drops.Add(entry.Message.Class, DropReason.Damaged, 1);
    }

    /// <summary>What was given up since the last call, for the ledger; nothing where there is none.</summary>
    public IReadOnlyList<OutboxEntry> TakeLost()
    {
        lock (gate)
        {
            return removals.TakeLost();
        }
    }

    /// <summary>Forgets what was on disk only; what is in memory is stored again.</summary>
    public void ForgetDisk()
    {
        foreach (var kind in OutboxLanes.CheapestFirst)
        {
            long lost;
            lock (gate)
            {
                lost = lanes[kind].ForgetDisk();
                removals.Clear();
                schedule.PlanIn(TimeSpan.Zero);
            }

            drops.Add(kind, DropReason.Damaged, lost);
        }
    }
}
