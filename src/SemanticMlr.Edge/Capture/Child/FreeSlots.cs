namespace SemanticMlr.Edge.Capture.Child;

/// <summary>The slots of the shared memory that the agent does not read.</summary>
internal sealed class FreeSlots
{
    private readonly Queue<int> _free = new(Enumerable.Range(0, SharedFrames.SlotCount));

    public void Free(int slot)
    {
        lock (_free)
        {
            _free.Enqueue(slot);
            Monitor.Pulse(_free);
        }
    }

    /// <summary>Takes a slot that is free now.</summary>
    public bool TryTake(out int slot)
    {
        lock (_free)
        {
            return _free.TryDequeue(out slot);
        }
    }

    /// <summary>Takes a slot as soon as one is free.</summary>
    public int Take()
    {
        lock (_free)
        {
            int slot;
            while (!_free.TryDequeue(out slot))
            {
                Monitor.Wait(_free);
            }

            return slot;
        }
    }
}
