namespace SemanticMlr.Faults.PowerLoss;

/// <summary>The names in a folder: those that are on the disk for sure, and what happened to names since.</summary>
internal sealed class DiskFolder
{
    private readonly List<(string Name, object? Entry)[]> _pending = [];
    private readonly Dictionary<string, object> _durable = new(StringComparer.Ordinal);

    /// <summary>The files and folders that a reader sees.</summary>
    public Dictionary<string, object> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes that were not flushed.</summary>
    public int Pending => _pending.Count;

    /// <summary>Gives names to entries or, where the entry is null, takes them away, all or none of it.</summary>
    public void Change(params (string Name, object? Entry)[] changes)
    {
        _pending.Add(changes);
        Apply(Names, changes);
    }

    /// <summary>The first so many changes are on the disk from now on.</summary>
    public void Flush(int changes)
    {
        foreach (var change in _pending.Take(changes))
        {
            Apply(_durable, change);
        }

        _pending.RemoveRange(0, Math.Min(changes, _pending.Count));
    }

    /// <summary>Writes what a loss of power leaves into a folder.</summary>
    /// <param name="path">The folder, which exists.</param>
    /// <param name="isKept">Chooses which of the changes that were not flushed are kept.</param>
    public void WriteTo(string path, Func<bool> isKept)
    {
        var names = new Dictionary<string, object>(_durable, StringComparer.Ordinal);
        foreach (var change in _pending.Where(_ => isKept()))
        {
            Apply(names, change);
        }

        foreach (var (name, entry) in names)
        {
            var target = Path.Combine(path, name);
            if (entry is DiskFolder folder)
            {
                Directory.CreateDirectory(target);
                folder.WriteTo(target, isKept);
            }
            else
            {
                File.WriteAllBytes(target, ((DiskFile)entry).After(isKept));
            }
        }
    }

    private static void Apply(Dictionary<string, object> names, (string Name, object? Entry)[] changes)
    {
        foreach (var (name, entry) in changes)
        {
            if (entry is null)
            {
                names.Remove(name);
            }
            else
            {
                names[name] = entry;
            }
        }
    }
}
