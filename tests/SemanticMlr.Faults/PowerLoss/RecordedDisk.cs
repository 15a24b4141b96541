using System.Globalization;

namespace SemanticMlr.Faults.PowerLoss;

/// <summary>A folder that follows recorded system calls, and knows what of it a loss of power would leave.</summary>
/// <param name="root">The folder, which was there and empty before the first call.</param>
/// <remarks>
/// The strictest reading of POSIX: the bytes of a file outlive a loss of power once an fsync that began after they were written has returned, its name once
/// the same is true of its folder. A flush of the file does not flush its name, and a rename is all or nothing.
/// </remarks>
internal sealed class RecordedDisk(string root)
{
    private readonly DiskFolder _root = new();
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (object Entry, int Changes)> _flushing = [];

    /// <summary>How many calls so far changed the folder or flushed something of it.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the file of SQLite's index of its log was ever mapped: what is written there is not in the recording.</summary>
    public bool MapsIndex { get; private set; }

    /// <summary>Writes what a loss of power at this moment leaves of a folder below the root.</summary>
    /// <param name="below">The folder's name below the root.</param>
    /// <param name="target">Where to write it; exists.</param>
    /// <param name="isKept">Chooses which of the changes that were not flushed are kept.</param>
    public void WriteTo(string below, string target, Func<bool> isKept)
    {
        var whole = Directory.CreateDirectory(target + ".whole");
        _root.WriteTo(whole.FullName, isKept);
        if (Directory.Exists(Path.Combine(whole.FullName, below)))
        {
            Directory.Delete(target);
            Directory.Move(Path.Combine(whole.FullName, below), target);
        }

        whole.Delete(recursive: true);
    }

    /// <summary>Whether a call is the end of a flush, after which more outlives a loss of power than before.</summary>
    public bool IsFlush(SystemCall call) => call.Ends && call.Name is "fsync" or "fdatasync" && Find(StraceFile.PathOfDescriptor(call.Arguments[0])) is not null;

    /// <summary>Follows a call.</summary>
    /// <exception cref="InvalidDataException">The call changes the folder in a way that is not followed.</exception>
    public void Follow(SystemCall call)
    {
        switch (call.Name)
        {
            case "fsync" or "fdatasync":
                Flush(call);
                break;
            case not ("fsync" or "fdatasync") when !call.Ends:
                break;
            case "open" or "creat":
                Open(StraceFile.Text(call.Arguments[0]), call.Name == "creat" ? "O_CREAT|O_TRUNC" : call.Arguments[1], call.Result);
                break;
            case "openat":
                Open(At(call.Arguments[0], call.Arguments[1]), call.Arguments[2], call.Result);
                break;
            case "write":
                WriteAtPosition(call);
                break;
            case "pwrite64":
                Write(call, Number(call.Arguments[^1]));
                break;
            case "lseek":
                _positions[DescriptorOf(call)] = call.Result;
                break;
            case "ftruncate":
                Change<DiskFile>(StraceFile.PathOfDescriptor(call.Arguments[0]), file => file.Truncate(Number(call.Arguments[1])));
                break;
            case "fallocate":
                Change<DiskFile>(StraceFile.PathOfDescriptor(call.Arguments[0]), file => file.Truncate(Math.Max(file.Length, Number(call.Arguments[2]) + Number(call.Arguments[3]))));
                break;
            case "mkdir":
                Name(StraceFile.Text(call.Arguments[0]), new DiskFolder());
                break;
            case "mkdirat":
                Name(At(call.Arguments[0], call.Arguments[1]), new DiskFolder());
                break;
            case "unlink" or "rmdir":
                Name(StraceFile.Text(call.Arguments[0]), null);
                break;
            case "unlinkat":
                Name(At(call.Arguments[0], call.Arguments[1]), null);
                break;
            case "rename":
                Rename(StraceFile.Text(call.Arguments[0]), StraceFile.Text(call.Arguments[1]));
                break;
            case "renameat" or "renameat2":
                Rename(At(call.Arguments[0], call.Arguments[1]), At(call.Arguments[2], call.Arguments[3]));
                break;
            case "mmap":
                Map(call);
                break;
            default:
                RefuseInside(call);
                break;
        }
    }

    private static string At(string folder, string path)
    {
        var text = StraceFile.Text(path);
        return Path.IsPathRooted(text) ? text : Path.Combine(StraceFile.PathOfDescriptor(folder) ?? "/", text);
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>The number of a descriptor: it has one position, whatever its file is called by now.</summary>
    private static string DescriptorOf(SystemCall call) => call.Arguments[0].Split('<')[0];

    private void Flush(SystemCall call)
    {
        var entry = Find(StraceFile.PathOfDescriptor(call.Arguments[0]));
        if (call.Begins && entry is not null)
        {
            _flushing[call.Thread] = (entry, entry is DiskFile file ? file.Pending : ((DiskFolder)entry).Pending);
        }

        if (!call.Ends || !_flushing.Remove(call.Thread, out var flush))
        {
            return;
        }

        Steps++;
        if (flush.Entry is DiskFile flushed)
        {
            flushed.Flush(flush.Changes);
        }
        else
        {
            ((DiskFolder)flush.Entry).Flush(flush.Changes);
        }
    }

    private void Open(string path, string flags, long descriptor)
    {
        _positions[descriptor.ToString(CultureInfo.InvariantCulture)] = 0;
        if (!IsInside(path))
        {
            return;
        }

        if (Find(path) is null && flags.Contains("O_CREAT", StringComparison.Ordinal))
        {
            Name(path, new DiskFile());
        }
        else if (flags.Contains("O_TRUNC", StringComparison.Ordinal))
        {
            Change<DiskFile>(path, file => file.Truncate(0));
        }

        if (flags.Contains("O_APPEND", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} was opened for appending, which is not followed.");
        }
    }

    private void WriteAtPosition(SystemCall call)
    {
        if (IsInside(StraceFile.PathOfDescriptor(call.Arguments[0])))
        {
            var position = _positions.GetValueOrDefault(DescriptorOf(call));
            Write(call, position);
            _positions[DescriptorOf(call)] = position + call.Result;
        }
    }

    private void Write(SystemCall call, long offset) =>
        Change<DiskFile>(StraceFile.PathOfDescriptor(call.Arguments[0]), file => file.Write(offset, StraceFile.Bytes(call.Arguments[1])[..(int)call.Result]));

    private void Rename(string from, string to)
    {
        if (Find(from) is not { } entry)
        {
            return;
        }

        if (ParentOf(from) != ParentOf(to))
        {
            throw new InvalidDataException($"{from} was moved to another folder, which is not followed.");
        }

        Steps++;
        ParentOf(from)!.Change((Path.GetFileName(from), null), (Path.GetFileName(to), entry));
    }

    private void Map(SystemCall call)
    {
        var path = StraceFile.PathOfDescriptor(call.Arguments[^2]);
        if (!IsInside(path) || !call.Arguments[2].Contains("PROT_WRITE", StringComparison.Ordinal) || !call.Arguments[3].Contains("MAP_SHARED", StringComparison.Ordinal))
        {
            return;
        }

        if (!path!.EndsWith("-shm", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} was mapped for writing, which is not followed.");
        }

        MapsIndex = true;
    }

    private void RefuseInside(SystemCall call)
    {
        if (call.Arguments.Any(argument => IsInside(StraceFile.PathOfDescriptor(argument)) || (argument.StartsWith('"') && IsInside(StraceFile.Text(argument)))))
        {
            throw new InvalidDataException($"{call.Name} of a file in the folder is not followed.");
        }
    }

    private void Name(string path, object? entry)
    {
        if (IsInside(path) && ParentOf(path) is { } parent)
        {
            Steps++;
            parent.Change((Path.GetFileName(path), entry));
        }
    }

    private void Change<T>(string? path, Action<T> change)
        where T : class
    {
        if (Find(path) is T entry)
        {
            Steps++;
            change(entry);
        }
    }

    private bool IsInside(string? path) => path is not null && path.StartsWith(root + "/", StringComparison.Ordinal);

    private DiskFolder? ParentOf(string path) => Find(Path.GetDirectoryName(path)) as DiskFolder;

    private object? Find(string? path)
    {
        if (path == root)
        {
            return _root;
        }

        return IsInside(path)
            ? path![(root.Length + 1)..].Split('/').Aggregate((object?)_root, (entry, name) => (entry as DiskFolder)?.Names.GetValueOrDefault(name))
            : null;
    }
}
