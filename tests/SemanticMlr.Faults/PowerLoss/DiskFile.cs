namespace SemanticMlr.Faults.PowerLoss;

/// <summary>The content of a file: what is on the disk for sure, and what was written since.</summary>
internal sealed class DiskFile
{
    private readonly List<Change> _pending = [];
    private byte[] _durable = [];

    /// <summary>The length that a reader sees.</summary>
    public long Length { get; private set; }

    /// <summary>Changes that were not flushed.</summary>
    public int Pending => _pending.Count;

    public void Write(long offset, byte[] bytes)
    {
        _pending.Add(new Change(offset, bytes));
        Length = Math.Max(Length, offset + bytes.Length);
    }

    public void Truncate(long length)
    {
        _pending.Add(new Change(length, null));
        Length = length;
    }

    /// <summary>The first so many changes are on the disk from now on.</summary>
    public void Flush(int changes)
    {
        foreach (var change in _pending.Take(changes))
        {
            _durable = change.Apply(_durable);
        }

        _pending.RemoveRange(0, Math.Min(changes, _pending.Count));
    }

    /// <summary>What a loss of power leaves, where it keeps the changes that are chosen.</summary>
    public byte[] After(Func<bool> isKept) => _pending.Where(_ => isKept()).Aggregate(_durable, (content, change) => change.Apply(content));

    /// <param name="Offset">Where the bytes begin, or the new length.</param>
    /// <param name="Bytes">The bytes, or null where the length changes.</param>
    private sealed record Change(long Offset, byte[]? Bytes)
    {
        public byte[] Apply(byte[] content)
        {
            var length = Bytes is null ? Offset : Math.Max(content.Length, Offset + Bytes.Length);
            var changed = new byte[length];
            content.AsSpan(0, (int)Math.Min(content.Length, length)).CopyTo(changed);
            Bytes?.CopyTo(changed, Offset);
            return changed;
        }
    }
}
