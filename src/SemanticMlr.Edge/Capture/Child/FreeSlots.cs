using System.Collections.Concurrent;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>The slots of the shared memory that the agent does not read.</summary>
internal sealed class FreeSlots : IDisposable
{
    private readonly BlockingCollection<int> _free = [.. Enumerable.Range(0, SharedFrames.SlotCount)];

    public void Free(int slot) => _free.Add(slot);

    /// <summary>Takes a slot that is free now.</summary>
    public bool TryTake(out int slot) => _free.TryTake(out slot);

    /// <summary>Takes a slot as soon as one is free.</summary>
    public int Take() => _free.Take();

    public void Dispose() => _free.Dispose();
}
