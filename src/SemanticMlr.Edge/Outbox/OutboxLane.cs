namespace SemanticMlr.Edge.Outbox;

/// <summary>
/// The messages of one class: a window of the oldest in memory (those that were taken, then those that can be taken), behind it what is on disk only,
/// and at the end what is not stored yet. Not thread-safe; the outbox guards it.
/// </summary>
internal sealed class OutboxLane
{
    // What the broker can take within some of the writer's groups; more would only cost memory.
    private const int MostReady = 1_024;
    private const long MostReadyBytes = 4 * 1_024 * 1_024;

    private readonly LinkedList<OutboxEntry> _window = [];
    private readonly Dictionary<long, LinkedListNode<OutboxEntry>> _byPlace = [];
    private readonly Queue<OutboxEntry> _pending = [];
    private LinkedListNode<OutboxEntry>? _next;
    private int _ready;
    private long _readyBytes;
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
    public IEnumerable<OutboxEntry> Unstored => _window.Where(entry => !entry.IsStored);

    /// <summary>No message behind this place is under way.</summary>
    public long LastTaken { get; private set; }

    /// <summary>The place behind which the next page begins.</summary>
    public long ReadUpTo => _readUpTo;

    /// <summary>Whether the window has room for a page of what is on disk only.</summary>
    public bool WantsPage => _passed is null && HasBacklog && _ready <= MostReady / 2 && _readyBytes <= MostReadyBytes / 2;

    /// <summary>No message that can still be taken has a lower place than this; the highest number where there is none.</summary>
    public long Lowest => _next?.Value.Place ?? (!PassesBacklog && (_passed is not null || HasBacklog) ? (_passed ?? _readUpTo) + 1 : long.MaxValue);

    /// <summary>How many messages and bytes a page may have.</summary>
    public (int Messages, long Bytes) Room => (MostReady - _ready, MostReadyBytes - _readyBytes);

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
            if (_passed is null && !HasBacklog && _ready < MostReady && _readyBytes < MostReadyBytes)
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

        if (_next is null && alsoUnstored && (PassesBacklog || !HasBacklog) && _pending.Count > 0)
        {
            if (HasBacklog)
            {
                _passed ??= _readUpTo;
            }

            AddReady(TakePending());
        }

        return _next?.Value;
    }

    /// <summary>Takes what <see cref="Peek"/> gave.</summary>
    public OutboxEntry Take()
    {
        var entry = _next!.Value;
        _next = _next.Next;
        _ready--;
        _readyBytes -= entry.Message.Payload.Length;
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
        if (!_byPlace.TryGetValue(place, out var node))
        {
            return false;
        }

        Forget(1, node.Value.Message.Payload.Length);
        RemoveNode(node);
        return true;
    }

    /// <summary>Puts every message that was taken and not removed back at its place.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken()
    {
        var count = 0;
        for (var node = _window.First; node is not null && node != _next; node = node.Next)
        {
            count++;
            _readyBytes += node.Value.Message.Payload.Length;
        }

        _ready += count;
        _next = _window.First;
        if (_next is not null)
        {
            LastTaken = Math.Min(LastTaken, _next.Value.Place - 1);
        }

        return count;
    }

    /// <summary>Forgets stored messages that were dropped from the disk: all that nobody took, up to a place.</summary>
    public void Dropped(long after, long last, long count, long bytes)
    {
        for (var node = _window.First; node is not null && node.Value.Place <= last;)
        {
            var following = node.Next;
            if (node.Value.Place > after)
            {
                RemoveNode(node);
            }

            node = following;
        }

        Forget(count, bytes);
        SkipTo(last);
    }

    /// <summary>Forgets what is on disk only, as the disk's content is lost.</summary>
    /// <returns>How many messages that were.</returns>
    public long ForgetDisk()
    {
        var lost = Count - _window.Count - _pending.Count;
        Forget(lost, Bytes - _window.Sum(entry => (long)entry.Message.Payload.Length) - PendingBytes);
        _lastOnDisk = 0;
        _passed = null;
        foreach (var entry in _window)
        {
            entry.IsStored = false;
        }

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
        var node = _window.AddLast(entry);
        _byPlace.Add(entry.Place, node);
        _next ??= node;
        _ready++;
        _readyBytes += entry.Message.Payload.Length;
        _readUpTo = Math.Max(_readUpTo, entry.Place);
    }

    private void RemoveNode(LinkedListNode<OutboxEntry> node)
    {
        if (_next is { } next && node.Value.Place >= next.Value.Place)
        {
            _ready--;
            _readyBytes -= node.Value.Message.Payload.Length;
        }

        if (node == _next)
        {
            _next = node.Next;
        }

        _window.Remove(node);
        _byPlace.Remove(node.Value.Place);
    }

    private void Forget(long count, long bytes)
    {
        Count -= count;
        Bytes -= bytes;
    }
}
