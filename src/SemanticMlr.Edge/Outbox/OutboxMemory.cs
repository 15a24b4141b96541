using System.Threading.Channels;

namespace SemanticMlr.Edge.Outbox;

/// <summary>What the outbox holds in memory, between those who append, the session that takes, and the thread that stores. Thread-safe.</summary>
internal sealed class OutboxMemory(OutboxOptions options, OutboxClock clock, OutboxDrops drops, TimeProvider time)
{
    private static readonly OutboxClass[] CheapestFirst = [OutboxClass.Frame, OutboxClass.Event, OutboxClass.State];

    private readonly Lock _gate = new();
    private readonly OutboxLane[] _lanes = [new(), new(), new()];
    private readonly object _work = new(); // for Monitor, which Lock is not
    private readonly Channel<bool> _available = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<(OutboxClass Class, long Place)> _removed = [];
    private TaskCompletionSource? _flush;
    private int _queued;
    private long _queuedBytes;
    private long? _due;
    private long _place;
    private bool _isVolatile;
    private bool _isAwake;

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
                return _queued;
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
            }

            _available.Writer.TryWrite(true);
        }
    }

    /// <summary>Begins with what an earlier start left on disk.</summary>
    public void Begin(OutboxDatabase database)
    {
        lock (_gate)
        {
            _place = Math.Max(_place, database.Place);
            foreach (var kind in CheapestFirst)
            {
                _lanes[(int)kind].Begin(database[kind].Count, database[kind].Bytes, database[kind].Count > 0 ? database.Place : 0);
            }
        }
    }

    public (long Count, long Bytes) Totals(OutboxClass kind)
    {
        lock (_gate)
        {
            return (_lanes[(int)kind].Count, _lanes[(int)kind].Bytes);
        }
    }

    public void Append(OutboxMessage message)
    {
        bool wake;
        lock (_gate)
        {
            _lanes[(int)message.Class].Append(new OutboxEntry(++_place, clock.Now, message));
            _queued++;
            _queuedBytes += message.Payload.Length;
            DropBeyondQueue();
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
                var lane = Next();
                if (lane?.Peek(_isVolatile) is not { } entry || !mayGo(entry))
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

    public void Remove(OutboxEntry entry)
    {
        bool wake;
        lock (_gate)
        {
            if (!_lanes[(int)entry.Message.Class].Remove(entry.Place))
            {
                return;
            }

            _removed.Add((entry.Message.Class, entry.Place));
            wake = _due is null;
            _due ??= Later(options.GroupTime);
        }

        drops.EndRun(entry.Message.Class);
        if (wake)
        {
            Wake();
        }
    }

    public int ReturnTaken()
    {
        lock (_gate)
        {
            return _lanes.Sum(lane => lane.ReturnTaken());
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
    public void Wake()
    {
        lock (_work)
        {
            _isAwake = true;
            Monitor.Pulse(_work);
        }
    }

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

        lock (_work)
        {
            if (!_isAwake && wait > TimeSpan.Zero)
            {
                Monitor.Wait(_work, wait < TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
            }

            _isAwake = false;
        }
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
            OutboxEntry[] entries = [.. _lanes.SelectMany(lane => lane.Unstored.Concat(lane.Pending)).OrderBy(entry => entry.Place)];
            return new OutboxGroup(entries, removed, _place);
        }
    }

    /// <summary>Says that a group is on disk, and what was dropped with it.</summary>
    public void Stored(OutboxGroup group, IReadOnlyList<DroppedRun> dropped)
    {
        lock (_gate)
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
                _lanes[(int)run.Class].Dropped(run.After, run.Messages[^1].Place, run.Messages.Count, run.Messages.Sum(message => message.Bytes));
            }

            CountQueue();
            Release();
        }

        _available.Writer.TryWrite(true);
    }

    /// <summary>Takes a group back that could not be stored; it is tried again later.</summary>
    public void NotStored(OutboxGroup group, TimeSpan wait)
    {
        lock (_gate)
        {
            _removed.InsertRange(0, group.Removed);
            _due = Later(wait);
            Release();
        }
    }

    /// <summary>Gives up the messages of a class that are not stored yet.</summary>
    public void DropPending(OutboxClass kind, DropReason reason)
    {
        long count = 0;
        lock (_gate)
        {
            while (_lanes[(int)kind].DropPending() is { } entry)
            {
                _removed.Add((kind, entry.Place));
                count++;
            }

            CountQueue();
        }

        drops.Add(kind, reason, count);
    }

    /// <summary>Lets nobody take messages of a class until the next commit has ended, as some are being dropped.</summary>
    /// <returns>The highest place that was taken.</returns>
    public long Hold(OutboxClass kind)
    {
        lock (_gate)
        {
            _lanes[(int)kind].IsHeld = true;
            return _lanes[(int)kind].LastTaken;
        }
    }

    /// <summary>Where the page begins that a class wants, and how large it may be; null where it wants none.</summary>
    public (long After, int Messages, long Bytes)? PageWish(OutboxClass kind)
    {
        lock (_gate)
        {
            var lane = _lanes[(int)kind];
            return lane.WantsPage ? (lane.ReadUpTo, lane.Room.Messages, lane.Room.Bytes) : null;
        }
    }

    public void AddPage(OutboxClass kind, IReadOnlyList<OutboxEntry> page, long upTo, bool isLast)
    {
        lock (_gate)
        {
            _lanes[(int)kind].AddPage(page, isLast);
            _lanes[(int)kind].SkipTo(upTo);
        }

        _available.Writer.TryWrite(true);
    }

    /// <summary>Gives up a stored message that cannot be read.</summary>
    public void Lost(OutboxClass kind, long place, long bytes)
    {
        lock (_gate)
        {
            _lanes[(int)kind].Dropped(place - 1, place, 1, bytes);
            _removed.Add((kind, place));
            _due ??= Later(options.GroupTime);
        }

        drops.Add(kind, DropReason.Damaged, 1);
    }

    /// <summary>Forgets what was on disk only; what is in memory is stored again.</summary>
    public void ForgetDisk()
    {
        foreach (var kind in CheapestFirst)
        {
            long lost;
            lock (_gate)
            {
                lost = _lanes[(int)kind].ForgetDisk();
                _removed.Clear();
                _due = time.GetTimestamp();
            }

            drops.Add(kind, DropReason.Damaged, lost);
        }
    }

    /// <summary>Whether so much waits to be stored that it does not wait for more; not while nothing can be stored.</summary>
    private bool IsLarge => !_isVolatile && (_queuedBytes >= options.GroupBytes || _queued >= options.QueueMessages / 2);

    private OutboxLane? Next()
    {
        var states = _lanes[(int)OutboxClass.State];
        if (states.Peek(_isVolatile) is not null || states.Lowest < long.MaxValue)
        {
            return states; // the rest waits where they are still on disk
        }

        var (events, frames) = (_lanes[(int)OutboxClass.Event], _lanes[(int)OutboxClass.Frame]);
        _ = (events.Peek(_isVolatile), frames.Peek(_isVolatile));
        return events.Lowest < frames.Lowest ? events : frames; // that one may still be on disk; then the other waits for it
    }

    private void DropBeyondQueue()
    {
        while (_queued > options.QueueMessages || _queuedBytes > options.QueueBytes)
        {
            foreach (var kind in CheapestFirst)
            {
                if (_lanes[(int)kind].DropPending() is { } entry)
                {
                    _queued--;
                    _queuedBytes -= entry.Message.Payload.Length;
                    _removed.Add((kind, entry.Place)); // it may be in the commit that is under way
                    drops.Add(kind, _isVolatile ? DropReason.Disk : DropReason.Queue, 1);
                    break;
                }
            }
        }
    }

    private void CountQueue()
    {
        _queued = _lanes.Sum(lane => lane.Pending.Count);
        _queuedBytes = _queued == 0 ? 0 : _lanes.Sum(lane => lane.Pending.Sum(entry => (long)entry.Message.Payload.Length));
    }

    private void Release()
    {
        foreach (var lane in _lanes)
        {
            lane.IsHeld = false;
        }
    }

    private long Later(TimeSpan wait) => time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
}
