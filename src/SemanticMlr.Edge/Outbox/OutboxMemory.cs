using System.Threading.Channels;

namespace SemanticMlr.Edge.Outbox;

/// <summary>What the outbox holds in memory, between those who append, the session that takes, and the thread that stores. Thread-safe.</summary>
internal sealed class OutboxMemory(OutboxOptions options, OutboxClock clock, OutboxDrops drops, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OutboxLanes _lanes = new(options, drops);
    private readonly OutboxRemovals _removals = new(options);
    private readonly CommitSchedule _schedule = new(options, time);
    private readonly WriterSignal _work = new();
    private readonly Channel<bool> _available = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _place;
    private bool _isVolatile;
    private bool _isUnreadable;

    /// <summary>The highest place that was given.</summary>
    public long LastPlace
    {
        get
        {
            lock (_gate)
            {
                return _place;
            }
        }
    }

    /// <summary>Messages that wait in memory to be stored.</summary>
    public int Queued
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Queued;
            }
        }
    }

    /// <summary>Whether messages go out from memory, as nothing can be stored.</summary>
    public bool IsVolatile
    {
        get
        {
            lock (_gate)
            {
                return _isVolatile;
            }
        }

        set
        {
            lock (_gate)
            {
                _isVolatile = value;
                _lanes.PassBacklog(_isVolatile && _isUnreadable);
            }

            _available.Writer.TryWrite(true);
        }
    }

    /// <summary>Whether what is on disk only cannot be read; while nothing can be stored either, new messages pass it.</summary>
    public bool IsUnreadable
    {
        get
        {
            lock (_gate)
            {
                return _isUnreadable;
            }
        }

        set
        {
            lock (_gate)
            {
                _isUnreadable = value;
                _lanes.PassBacklog(_isVolatile && _isUnreadable);
            }

            if (value)
            {
                _available.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Begins with what an earlier start left on disk.</summary>
    public void Begin(OutboxDatabase database)
    {
        lock (_gate)
        {
            _place = Math.Max(_place, database.Place);
            foreach (var kind in OutboxLanes.CheapestFirst)
            {
                _lanes[kind].Begin(database[kind].Count, database[kind].Bytes, database[kind].Count > 0 ? database.Place : 0);
            }
        }
    }

    public (long Count, long Bytes) Totals(OutboxClass kind)
    {
        lock (_gate)
        {
            return (_lanes[kind].Count, _lanes[kind].Bytes);
        }
    }

    public void Append(OutboxMessage message)
    {
        bool wake;
        lock (_gate)
        {
            _lanes.Append(new OutboxEntry(++_place, clock.Now, message));
            _removals.GiveUp(_lanes.DropBeyondQueue(_isVolatile ? DropReason.Disk : DropReason.Queue));
            wake = _schedule.TryPlan() || IsLarge;
        }

        if (wake)
        {
            Wake();
        }
    }

    /// <summary>Takes the next message: states first, then events and pictures in order.</summary>
    /// <param name="mayGo">Whether a message may go now.</param>
    public OutboxEntry? TryTake(Func<OutboxEntry, bool> mayGo)
    {
        var wantsPage = false;
        try
        {
            lock (_gate)
            {
                var lane = _lanes.Next(_isVolatile);
                if (lane.Peek(_isVolatile) is not { } entry || !mayGo(entry))
                {
                    return null;
                }

                lane.Take();
                wantsPage = lane.WantsPage;
                return entry;
            }
        }
        finally
        {
            if (wantsPage)
            {
                Wake();
            }
        }
    }

    /// <summary>Waits until there may be a message to take.</summary>
    public async ValueTask WaitForMessageAsync(CancellationToken cancellationToken) => await _available.Reader.ReadAsync(cancellationToken);

    /// <summary>Removes a message that was taken.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="loss">Why it was given up, or null where it was delivered or set aside.</param>
    public void Remove(OutboxEntry entry, DropReason? loss = null)
    {
        bool wake;
        lock (_gate)
        {
            if (!_lanes[entry.Message.Class].Remove(entry.Place))
            {
                return;
            }

            if (loss is null)
            {
                _removals.Delete([entry]);
            }
            else
            {
                _removals.GiveUp([entry]);
            }

            wake = _schedule.TryPlan();
        }

        if (loss is { } reason)
        {
            drops.Add(entry.Message.Class, reason, 1);
        }
        else
        {
            drops.EndRun(entry.Message.Class);
        }

        if (wake)
        {
            Wake();
        }
    }

    public int ReturnTaken()
    {
        lock (_gate)
        {
            return _lanes.ReturnTaken();
        }
    }

    /// <summary>Asks for a commit at once.</summary>
    /// <returns>Ends after the commit, or the try.</returns>
    public Task FlushAsync()
    {
        Task flushed;
        lock (_gate)
        {
            flushed = _schedule.FlushAsync();
        }

        Wake();
        return flushed;
    }

    /// <summary>Makes the writer look for work.</summary>
    public void Wake() => _work.Set();

    /// <summary>Blocks the writer until there may be work, at most a second.</summary>
    public void WaitForWork()
    {
        TimeSpan wait;
        lock (_gate)
        {
            wait = _schedule.TimeLeft(TimeSpan.FromSeconds(1));
        }

        _work.Wait(wait);
    }

    /// <summary>Whether a commit is due.</summary>
    public bool IsDue
    {
        get
        {
            lock (_gate)
            {
                return _schedule.IsDue || (_schedule.IsPlanned && IsLarge);
            }
        }
    }

    /// <summary>What the next commit has to store.</summary>
    /// <param name="flush">Is completed by the writer after the commit, or null.</param>
    public OutboxGroup Collect(out TaskCompletionSource? flush)
    {
        lock (_gate)
        {
            flush = _schedule.Begin();
            var removed = _removals.Begin(_place);
            return new OutboxGroup(_lanes.Unstored, removed, _place);
        }
    }

    /// <summary>Says that a group is on disk, and what was dropped with it.</summary>
    public void Stored(OutboxGroup group, IReadOnlyList<DroppedRun> dropped)
    {
        lock (_gate)
        {
            _lanes.Stored(group, dropped);
            foreach (var kind in OutboxLanes.CheapestFirst.Where(kind => _lanes[kind].HasPassed && !_removals.HasAny(kind)))
            {
                _lanes[kind].GoBack();
                Wake(); // for its page
            }

            _lanes.Release();
            _removals.End();
        }

        _available.Writer.TryWrite(true);
    }

    /// <summary>Takes a group back that could not be stored; it is tried again later.</summary>
    public void NotStored(OutboxGroup group, TimeSpan wait)
    {
        lock (_gate)
        {
            _removals.TakeBack(group);
            _schedule.PlanIn(wait);
            _lanes.Release();
        }

        _available.Writer.TryWrite(true); // what was held can go again
    }

    /// <summary>Says that there is no database to store anything in; it is tried again later.</summary>
    public void Postpone(TimeSpan wait)
    {
        TaskCompletionSource? flush;
        lock (_gate)
        {
            flush = _schedule.Begin();
            _schedule.PlanIn(wait);
        }

        flush?.TrySetResult();
    }

    /// <summary>Gives up the messages of a class that are not stored yet.</summary>
    public void DropPending(OutboxClass kind, DropReason reason)
    {
        lock (_gate)
        {
            _removals.GiveUp(_lanes.DropPending(kind, reason));
        }
    }

    /// <summary>Lets nobody take messages of a class until the next commit has ended, as some are being dropped.</summary>
    /// <returns>The place behind which no message is under way, nor acknowledged and still on disk.</returns>
    public long Hold(OutboxClass kind)
    {
        lock (_gate)
        {
            _lanes[kind].IsHeld = true;
            return Math.Max(_lanes[kind].LastTaken, _removals.Last(kind));
        }
    }

    /// <summary>Where the page begins that a class wants, and how large it may be; null where it wants none.</summary>
    public (long After, int Messages, long Bytes)? PageWish(OutboxClass kind)
    {
        lock (_gate)
        {
            var lane = _lanes[kind];
            return lane.WantsPage ? (lane.ReadUpTo, lane.Room.Messages, lane.Room.Bytes) : null;
        }
    }

    public void AddPage(OutboxClass kind, IReadOnlyList<OutboxEntry> page, long upTo, bool isLast)
    {
        lock (_gate)
        {
            _lanes[kind].AddPage(page, isLast);
            _lanes[kind].SkipTo(upTo);
        }

        _available.Writer.TryWrite(true);
    }

    /// <summary>Gives up a stored message whose payload cannot be read.</summary>
    public void Lost(OutboxEntry entry, long bytes)
    {
        lock (_gate)
        {
            _lanes[entry.Message.Class].Dropped(entry.Place - 1, entry.Place, 1, bytes);
            _removals.GiveUp([entry]);
            _schedule.TryPlan();
        }

        drops.Add(entry.Message.Class, DropReason.Damaged, 1);
    }

    /// <summary>What was given up since the last call, for the ledger; nothing where there is none.</summary>
    public IReadOnlyList<OutboxEntry> TakeLost()
    {
        lock (_gate)
        {
            return _removals.TakeLost();
        }
    }

    /// <summary>Forgets what was on disk only; what is in memory is stored again.</summary>
    public void ForgetDisk()
    {
        foreach (var kind in OutboxLanes.CheapestFirst)
        {
            long lost;
            lock (_gate)
            {
                lost = _lanes[kind].ForgetDisk();
                _removals.Clear();
                _schedule.PlanIn(TimeSpan.Zero);
            }

            drops.Add(kind, DropReason.Damaged, lost);
        }
    }

    /// <summary>Whether so much waits to be stored that it does not wait for more; not while nothing can be stored.</summary>
    private bool IsLarge => !_isVolatile && _lanes.IsLarge;
}
