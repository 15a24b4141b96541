namespace SemanticMlr.Edge.Outbox;

/// <summary>
/// The messages of one class: a window of the oldest in memory, behind it what is on disk only, and at the end what is not stored yet. Not thread-safe;
/// the memory guards it.
/// </summary>
internal sealed class OutboxLane
{
    private readonly OutboxWindow _window = new();
    private readonly Queue<OutboxEntry> _pending = [];
    private long _readUpTo;
    private long _lastOnDisk;
    private long? _passed;

    /// <summary>Messages that wait or are under way.</summary>
    public long Count { get; private set; }

    /// <summary>Their bytes of payload.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages that are not stored yet and that nobody took.</summary>
    public IReadOnlyCollection<OutboxEntry> Pending => _pending;

    /// <summary>Their bytes of payload.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>Messages in the window that are not on disk.</summary>
    public IEnumerable<OutboxEntry> Unstored => _window.Unstored;

    /// <summary>No message behind this place is under way.</summary>
    public long LastTaken { get; private set; }

    /// <summary>The place behind which the next page begins.</summary>
    public long ReadUpTo => _readUpTo;

    /// <summary>Whether the window has room for a page of what is on disk only.</summary>
    public bool WantsPage => _passed is null && HasBacklog && _window.IsHalfEmpty;

    /// <summary>No message that can still be taken has a lower place than this; the highest number where there is none.</summary>
    public long Lowest => _window.Next?.Place ?? (!PassesBacklog && (_passed is not null || HasBacklog) ? (_passed ?? _readUpTo) + 1 : long.MaxValue);

    /// <summary>How many messages and bytes a page may have.</summary>
    public (int Messages, long Bytes) Room => _window.Room;

    /// <summary>Whether nothing is taken at present, as messages are being dropped.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether new messages pass what is on disk only, as that can neither be read nor can anything be stored.</summary>
    public bool PassesBacklog { get; set; }

    /// <summary>Whether some passed it, so that it is read when the window is empty.</summary>
    public bool HasPassed => _passed is not null;

    private bool HasBacklog => _lastOnDisk > _readUpTo;

    /// <summary>Begins with what an earlier start left on disk.</summary>
    public void Begin(long count, long bytes, long last) => (Count, Bytes, _lastOnDisk) = (count, bytes, last);

    public void Append(OutboxEntry entry)
    {
        _pending.Enqueue(entry);
        PendingBytes += entry.Message.Payload.Length;
        Count++;
        Bytes += entry.Message.Payload.Length;
    }

    /// <summary>Gives up the oldest message that is not stored.</summary>
    public OutboxEntry? DropPending()
    {
        if (_pending.Count == 0)
        {
            return null;
        }

        var entry = TakePending();
        Forget(1, entry.Message.Payload.Length);
        return entry;
    }

    /// <summary>Says that everything pending up to a place is on disk.</summary>
    public void Stored(long last)
    {
        while (_pending.TryPeek(out var entry) && entry.Place <= last)
        {
            TakePending();
            if (_passed is null && !HasBacklog && _window.HasRoom)
            {
                AddReady(entry);
            }

            _lastOnDisk = Math.Max(_lastOnDisk, entry.Place);
        }
    }

    /// <summary>Adds messages that were read from disk.</summary>
    /// <param name="page">The messages in order.</param>
    /// <param name="isLast">Whether nothing follows them on disk.</param>
    public void AddPage(IReadOnlyList<OutboxEntry> page, bool isLast)
    {
        foreach (var entry in page)
        {
            AddReady(entry);
        }

        if (isLast)
        {
            _readUpTo = Math.Max(_readUpTo, _lastOnDisk);
        }
    }

    /// <summary>Marks places as read that gave no message.</summary>
    public void SkipTo(long place) => _readUpTo = Math.Max(_readUpTo, place);

    /// <summary>The oldest message that can be taken, or null.</summary>
    /// <param name="alsoUnstored">Whether a message may go that is not on disk, as nothing can be stored.</param>
    public OutboxEntry? Peek(bool alsoUnstored)
    {
        if (IsHeld)
        {
            return null;
        }

        if (_window.Next is null && alsoUnstored && (PassesBacklog || !HasBacklog) && _pending.Count > 0)
        {
            if (HasBacklog)
            {
                _passed ??= _readUpTo;
            }

            AddReady(TakePending());
        }

        return _window.Next;
    }

    /// <summary>Takes what <see cref="Peek"/> gave.</summary>
    public OutboxEntry Take()
    {
        var entry = _window.Take();
        LastTaken = Math.Max(LastTaken, entry.Place);
        return entry;
    }

    /// <summary>Reads on where messages began to pass the backlog. All of them must be gone, also from the disk.</summary>
    public void GoBack()
    {
        if (_passed is { } place && _window.Count == 0)
        {
            _readUpTo = place;
            LastTaken = Math.Min(LastTaken, place);
            _passed = null;
        }
    }

    /// <summary>Removes a message from the window.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(long place)
    {
        if (_window.Remove(place) is not { } entry)
        {
            return false;
        }

        Forget(1, entry.Message.Payload.Length);
        return true;
    }

    /// <summary>Puts every message that was taken and not removed back at its place.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken()
    {
        var count = _window.ReturnTaken();
        if (_window.Next is { } next)
        {
            LastTaken = Math.Min(LastTaken, next.Place - 1);
        }

        return count;
    }

    /// <summary>Forgets stored messages that were dropped from the disk: all that nobody took, up to a place.</summary>
    public void Dropped(long after, long last, long count, long bytes)
    {
        _window.Remove(after, last);
        Forget(count, bytes);
        SkipTo(last);
    }

    /// <summary>Forgets what is on disk only, as the disk's content is lost.</summary>
    /// <returns>How many messages that were.</returns>
    public long ForgetDisk()
    {
        var lost = Count - _window.Count - _pending.Count;
        Forget(lost, Bytes - _window.Bytes - PendingBytes);
        _lastOnDisk = 0;
        _passed = null;
        _window.ForgetDisk();
        return lost;
    }

    private OutboxEntry TakePending()
    {
        var entry = _pending.Dequeue();
        PendingBytes -= entry.Message.Payload.Length;
        return entry;
    }

    private void AddReady(OutboxEntry entry)
    {
        _window.Add(entry);
        _readUpTo = Math.Max(_readUpTo, entry.Place);
    }

    private void Forget(long count, long bytes)
    {
        Count -= count;
        Bytes -= bytes;
    }
}
