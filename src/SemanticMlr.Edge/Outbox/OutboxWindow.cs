namespace SemanticMlr.Edge.Outbox;

/// <summary>
/// The oldest messages of one class, in order and in memory: those that were taken, then those that are ready to be taken. Not thread-safe; the memory
/// guards it.
/// </summary>
internal sealed class OutboxWindow
{
    // What the broker can take within some of the writer's groups; more would only cost memory.
    private const int MostReady = 1_024;
    private const long MostReadyBytes = 4 * 1_024 * 1_024;

    private readonly LinkedList<OutboxEntry> _entries = [];
    private readonly Dictionary<long, LinkedListNode<OutboxEntry>> _byPlace = [];
    private LinkedListNode<OutboxEntry>? _next;
    private int _ready;
    private long _readyBytes;

    /// <summary>Messages that were taken or are ready.</summary>
    public int Count => _entries.Count;

    /// <summary>Their bytes of payload; counts them each time.</summary>
    public long Bytes => _entries.Sum(entry => (long)entry.Message.Payload.Length);

    /// <summary>Those of them that are not on disk.</summary>
    public IEnumerable<OutboxEntry> Unstored => _entries.Where(entry => !entry.IsStored);

    /// <summary>The oldest that is ready, or null.</summary>
    public OutboxEntry? Next => _next?.Value;

    /// <summary>Whether one more message may become ready.</summary>
    public bool HasRoom => _ready < MostReady && _readyBytes < MostReadyBytes;

    /// <summary>Whether half of what may be ready is not, so that reading a page is worth it.</summary>
    public bool IsHalfEmpty => _ready <= MostReady / 2 && _readyBytes <= MostReadyBytes / 2;

    /// <summary>How many messages and bytes may still become ready.</summary>
    public (int Messages, long Bytes) Room => (MostReady - _ready, MostReadyBytes - _readyBytes);

    /// <summary>Adds a message that is ready, behind all others.</summary>
    public void Add(OutboxEntry entry)
    {
        var node = _entries.AddLast(entry);
        _byPlace.Add(entry.Place, node);
        _next ??= node;
        _ready++;
        _readyBytes += entry.Message.Payload.Length;
    }

    /// <summary>Takes <see cref="Next"/>, which must not be null.</summary>
    public OutboxEntry Take()
    {
        var entry = _next!.Value;
        _next = _next.Next;
        _ready--;
        _readyBytes -= entry.Message.Payload.Length;
        return entry;
    }

    /// <summary>Makes every message ready again that was taken and not removed.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken()
    {
        var count = 0;
        for (var node = _entries.First; node is not null && node != _next; node = node.Next)
        {
            count++;
            _readyBytes += node.Value.Message.Payload.Length;
        }

        _ready += count;
        _next = _entries.First;
        return count;
    }

    /// <summary>Removes a message, taken or ready.</summary>
    /// <returns>The message, or null where it was not there.</returns>
    public OutboxEntry? Remove(long place)
    {
        if (!_byPlace.TryGetValue(place, out var node))
        {
            return null;
        }

        Remove(node);
        return node.Value;
    }

    /// <summary>Removes all messages behind one place, up to another.</summary>
    public void Remove(long after, long last)
    {
        for (var node = _entries.First; node is not null && node.Value.Place <= last;)
        {
            var following = node.Next;
            if (node.Value.Place > after)
            {
                Remove(node);
            }

            node = following;
        }
    }

    /// <summary>Says that none of the messages is on disk any more.</summary>
    public void ForgetDisk()
    {
        foreach (var entry in _entries)
        {
            entry.IsStored = false;
        }
    }

    private void Remove(LinkedListNode<OutboxEntry> node)
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

        _entries.Remove(node);
        _byPlace.Remove(node.Value.Place);
    }
}
