using System.Threading.Channels;

namespace SemanticMlr.Edge.Outbox;

/// <summary>What the outbox holds in memory, between those who append, the session that takes, and the thread that stores. Thread-safe.</summary>
internal sealed class OutboxMemory(OutboxOptions options, OutboxClock clock, OutboxDrops drops, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OutboxLanes _lanes = new(options, drops);
    private readonly WriterSignal _work = new();
    private readonly Channel<bool> _available = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<(OutboxClass Class, long Place)> _removed = [];
    private List<OutboxEntry> _lost = [];
    private TaskCompletionSource? _flush;
    private long? _due;
    private long _place;
    private long _storingUpTo;
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
            GiveUp(_lanes.DropBeyondQueue(_isVolatile ? DropReason.Disk : DropReason.Queue));
            wake = _due is null || IsLarge;
            _due ??= Later(options.GroupTime);
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
                Delete([entry]);
            }
            else
            {
                GiveUp([entry]);
            }

            wake = _due is null;
            _due ??= Later(options.GroupTime);
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
            _flush ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            flushed = _flush.Task;
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
            wait = _flush is not null ? TimeSpan.Zero
                : _due is { } due ? time.GetElapsedTime(time.GetTimestamp(), due)
                : TimeSpan.FromSeconds(1);
        }

        _work.Wait(wait < TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    }

    /// <summary>Whether a commit is due.</summary>
    public bool IsDue
    {
        get
        {
            lock (_gate)
            {
                return _flush is not null || (_due is { } due && (IsLarge || time.GetTimestamp() >= due));
            }
        }
    }

    /// <summary>What the next commit has to store.</summary>
    /// <param name="flush">Is completed by the writer after the commit, or null.</param>
    public OutboxGroup Collect(out TaskCompletionSource? flush)
    {
        lock (_gate)
        {
            flush = _flush;
            _flush = null;
            _due = null;
            var removed = _removed;
            _removed = [];
            _storingUpTo = _place;
            return new OutboxGroup(_lanes.Unstored, removed, _place);
        }
    }

    /// <summary>Says that a group is on disk, and what was dropped with it.</summary>
    public void Stored(OutboxGroup group, IReadOnlyList<DroppedRun> dropped)
    {
        lock (_gate)
        {
            _lanes.Stored(group, dropped);
            foreach (var kind in OutboxLanes.CheapestFirst.Where(kind => _lanes[kind].HasPassed && _removed.TrueForAll(removed => removed.Class != kind)))
            {
                _lanes[kind].GoBack();
                Wake(); // for its page
            }

            _lanes.Release();
            _storingUpTo = 0;
        }

        _available.Writer.TryWrite(true);
    }

    /// <summary>Takes a group back that could not be stored; it is tried again later.</summary>
    public void NotStored(OutboxGroup group, TimeSpan wait)
    {
        lock (_gate)
        {
            if (_storingUpTo > 0) // otherwise the fault came after the commit
            {
                var unstored = group.Entries.Select(entry => entry.Place).ToHashSet();
                _removed.RemoveAll(removed => unstored.Contains(removed.Place));
                _removed.InsertRange(0, group.Removed);
                _storingUpTo = 0;
            }

            _due = Later(wait);
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
            (flush, _flush) = (_flush, null);
            _due = Later(wait);
        }

        flush?.TrySetResult();
    }

    /// <summary>Gives up the messages of a class that are not stored yet.</summary>
    public void DropPending(OutboxClass kind, DropReason reason)
    {
        lock (_gate)
        {
            GiveUp(_lanes.DropPending(kind, reason));
        }
    }

    /// <summary>Lets nobody take messages of a class until the next commit has ended, as some are being dropped.</summary>
    /// <returns>The place behind which no message is under way, nor acknowledged and still on disk.</returns>
    public long Hold(OutboxClass kind)
    {
        lock (_gate)
        {
            _lanes[kind].IsHeld = true;
            return _removed.Where(removed => removed.Class == kind).Select(removed => removed.Place).Append(_lanes[kind].LastTaken).Max();
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
            GiveUp([entry]);
            _due ??= Later(options.GroupTime);
        }

        drops.Add(entry.Message.Class, DropReason.Damaged, 1);
    }

    /// <summary>What was given up since the last call, for the ledger; nothing where there is none.</summary>
    public IReadOnlyList<OutboxEntry> TakeLost()
    {
        lock (_gate)
        {
            var lost = _lost;
            _lost = [];
            return lost;
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
                _removed.Clear();
                _due = time.GetTimestamp();
            }

            drops.Add(kind, DropReason.Damaged, lost);
        }
    }

    private void GiveUp(IReadOnlyList<OutboxEntry> entries)
    {
        Delete(entries);
        if (options.LedgerFile.Length > 0)
        {
            _lost.AddRange(entries.Select(entry => entry with { Message = entry.Message with { Payload = [] } }));
        }
    }

    /// <summary>Deletes messages with the next commit that are on disk, or may be in the commit that is under way.</summary>
    private void Delete(IEnumerable<OutboxEntry> entries) => _removed.AddRange(
        entries.Where(entry => entry.IsStored || entry.Place <= _storingUpTo).Select(entry => (entry.Message.Class, entry.Place)));

    /// <summary>Whether so much waits to be stored that it does not wait for more; not while nothing can be stored.</summary>
    private bool IsLarge => !_isVolatile && _lanes.IsLarge;

    private long Later(TimeSpan wait) => time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
}
