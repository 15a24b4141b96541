namespace SemanticMlr.Faults.PowerLoss;

/// <summary>The content of a file: what is on the disk for sure, and what was written since.</summary>
internal sealed class DiskFile
{
    private readonly List<Change> _pending = [];
    private readonly MemoryStream _durable = new();

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
            change.ApplyTo(_durable);
        }

        _pending.RemoveRange(0, Math.Min(changes, _pending.Count));
    }

    /// <summary>What a loss of power leaves, where it keeps the changes that are chosen.</summary>
    public byte[] After(Func<bool> isKept)
    {
        using var content = new MemoryStream();
        content.Write(_durable.GetBuffer(), 0, (int)_durable.Length);
        foreach (var change in _pending.Where(_ => isKept()))
        {
            change.ApplyTo(content);
        }

        return content.ToArray();
    }

    /// <param name="Offset">Where the bytes begin, or the new length.</param>
    /// <param name="Bytes">The bytes, or null where the length changes.</param>
    private sealed record Change(long Offset, byte[]? Bytes)
    {
        public void ApplyTo(MemoryStream content)
        {
            if (Bytes is null)
            {
                content.SetLength(Offset);
                return;
            }

            content.Position = Offset;
            content.Write(Bytes);
        }
    }
}
