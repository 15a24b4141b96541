namespace SemanticMlr.Edge.Outbox;

/// <summary>What the outbox holds in memory, for those who append and for the session that takes. Thread-safe.</summary>
/// <remarks>One lock guards all parts, here and in <see cref="Staging"/>.</remarks>
internal sealed class OutboxMemory
{
    private readonly Lock _gate = new();
    private readonly OutboxLanes _lanes;
    private readonly OutboxRemovals _removals;
    private readonly CommitSchedule _schedule;
    private readonly WriterSignal _work = new();
    private readonly MessageSignal _available = new();
    private readonly OutboxClock _clock;
    private readonly OutboxDrops _drops;

    public OutboxMemory(OutboxOptions options, OutboxClock clock, OutboxDrops drops, TimeProvider time)
    {
        _lanes = new OutboxLanes(options, drops);
        _removals = new OutboxRemovals(options);
        _schedule = new CommitSchedule(options, time);
        _clock = clock;
        _drops = drops;
        Staging = new OutboxStaging(_gate, _lanes, _removals, _schedule, _work, _available, drops);
    }

    /// <summary>The side of the thread that stores.</summary>
    public OutboxStaging Staging { get; }

    /// <summary>The highest place that was given.</summary>
    public long LastPlace
    {
        get
        {
            lock (_gate)
            {
                return _lanes.LastPlace;
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
            _lanes.Append(_clock.Now, message);
            _removals.GiveUp(_lanes.DropBeyondQueue());
            wake = _schedule.TryPlan() || _lanes.IsLarge;
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
                var lane = _lanes.Next();
                if (lane.Peek(_lanes.IsVolatile) is not { } entry || !mayGo(entry))
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
    public ValueTask WaitForMessageAsync(CancellationToken cancellationToken) => _available.WaitAsync(cancellationToken);

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
            _drops.Add(entry.Message.Class, reason, 1);
        }
        else
        {
            _drops.EndRun(entry.Message.Class);
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
}
