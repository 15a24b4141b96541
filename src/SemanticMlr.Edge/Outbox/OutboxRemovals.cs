namespace SemanticMlr.Edge.Outbox;

/// <summary>What the next commit deletes from the disk, and what was given up and is not in the ledger yet. Not thread-safe; the memory guards it.</summary>
internal sealed class OutboxRemovals(OutboxOptions options)
{
    private List<(OutboxClass Class, long Place)> _places = [];
    private List<OutboxEntry> _lost = [];
    private long _storingUpTo;

    /// <summary>Whether messages of a class wait to be deleted.</summary>
    public bool HasAny(OutboxClass kind) => _places.Exists(removed => removed.Class == kind);

    /// <summary>The highest place of a class that waits to be deleted, or 0.</summary>
    public long Last(OutboxClass kind) => _places.Where(removed => removed.Class == kind).Select(removed => removed.Place).DefaultIfEmpty().Max();

    /// <summary>Deletes messages with the next commit that are on disk, or may be in the commit that is under way.</summary>
    public void Delete(IEnumerable<OutboxEntry> entries) => _places.AddRange(
        entries.Where(entry => entry.IsStored || entry.Place <= _storingUpTo).Select(entry => (entry.Message.Class, entry.Place)));

    /// <summary>Deletes messages that are lost, and keeps them without their payload for the ledger, where there is one.</summary>
    public void GiveUp(IReadOnlyList<OutboxEntry> entries)
    {
        Delete(entries);
        if (options.LedgerFile.Length > 0)
        {
            _lost.AddRange(entries.Select(entry => entry with { Message = entry.Message with { Payload = [] } }));
        }
    }

    /// <summary>Begins a commit; what it stores may be on disk from now on, also before <see cref="OutboxEntry.IsStored"/> says so.</summary>
    /// <param name="lastPlace">The highest place that it may store.</param>
    /// <returns>What it has to delete.</returns>
    public IReadOnlyList<(OutboxClass Class, long Place)> Begin(long lastPlace)
    {
        var places = _places;
        _places = [];
        _storingUpTo = lastPlace;
        return places;
    }

    /// <summary>Says that the commit is on disk.</summary>
    public void End() => _storingUpTo = 0;

    /// <summary>Takes back what a commit that failed had to delete. What it had to store is not on disk, so nothing of that is deleted.</summary>
    public void TakeBack(OutboxGroup group)
    {
        if (_storingUpTo > 0) // otherwise the fault came after the commit
        {
            var unstored = group.Entries.Select(entry => entry.Place).ToHashSet();
            _places.RemoveAll(removed => unstored.Contains(removed.Place));
            _places.InsertRange(0, group.Removed);
            _storingUpTo = 0;
        }
    }

    /// <summary>What was given up since the last call; nothing where there is no ledger.</summary>
    public IReadOnlyList<OutboxEntry> TakeLost()
    {
        var lost = _lost;
        _lost = [];
        return lost;
    }

    /// <summary>Deletes nothing of all this, as the disk's content is lost.</summary>
    public void Clear() => _places.Clear();
}
