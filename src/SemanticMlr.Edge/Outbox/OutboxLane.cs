namespace SemanticMlr.Edge.Outbox;

/// <summary>The messages of one class in order. Not thread-safe; the outbox guards it.</summary>
internal sealed class OutboxLane(OutboxLimits limits)
{
    private readonly LinkedList<OutboxEntry> _entries = [];
    private readonly Dictionary<long, LinkedListNode<OutboxEntry>> _byPlace = [];
    private LinkedListNode<OutboxEntry>? _next;

    public int Count => _entries.Count;

    public long Bytes { get; private set; }

    public bool IsOverLimits => Count > limits.Messages || Bytes > limits.Bytes;

    /// <summary>The place of the oldest message that was not taken, or null.</summary>
    public long? NextPlace => _next?.Value.Place;

    public void Add(OutboxEntry entry)
    {
        var node = _entries.AddLast(entry);
        _byPlace.Add(entry.Place, node);
        Bytes += entry.Message.Payload.Length;
        _next ??= node;
    }

    public OutboxEntry Take()
    {
        var entry = _next!.Value;
        _next = _next.Next;
        return entry;
    }

    public void Remove(long place)
    {
        if (_byPlace.TryGetValue(place, out var node))
        {
            Remove(node);
        }
    }

    /// <summary>Puts every message that was taken and not removed back at its place.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken()
    {
        var count = 0;
        for (var node = _entries.First; node is not null && node != _next; node = node.Next)
        {
            count++;
        }

        _next = _entries.First;
        return count;
    }

    /// <summary>Removes the oldest message, one that nobody has taken if there is one.</summary>
    public bool DropOldest()
    {
        if ((_next ?? _entries.First) is not { } oldest)
        {
            return false;
        }

        Remove(oldest);
        return true;
    }

    private void Remove(LinkedListNode<OutboxEntry> node)
    {
        if (node == _next)
        {
            _next = node.Next;
        }

        _entries.Remove(node);
        _byPlace.Remove(node.Value.Place);
        Bytes -= node.Value.Message.Payload.Length;
    }
}
