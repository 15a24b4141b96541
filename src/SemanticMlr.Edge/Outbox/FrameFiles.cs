using System.Globalization;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The pictures beside the database, each a file that is named by its message's place. Used by one thread.</summary>
internal sealed class FrameFiles
{
    private const string Extension = ".frame";
    private const string PendingExtension = ".tmp";
    private const int Writers = 4; // four flushes at once take about as long as one
    private readonly string _folder;
    private readonly bool _flush;

    public FrameFiles(string folder, Durability durability)
    {
        _folder = folder;
        _flush = durability == Durability.PowerLoss;
        DurableFolder.Create(folder);
    }

    /// <summary>Writes the pictures of a group: none has its name before it is whole.</summary>
    /// <exception cref="IOException">One could not be written; what was written of the group is gone again.</exception>
    public void Write(IReadOnlyList<OutboxEntry> frames)
    {
        if (frames.Count == 0)
        {
            return;
        }

        try
        {
            InParallel(frames, Write);
            if (_flush)
            {
                DurableFolder.Flush(_folder);
            }
        }
        catch (IOException)
        {
            Withdraw(frames);
            throw;
        }
    }

    /// <summary>Deletes the pictures of a group that was not stored. What cannot be deleted is swept at the next start.</summary>
    public void Withdraw(IReadOnlyList<OutboxEntry> frames)
    {
        try
        {
            foreach (var frame in frames)
            {
                File.Delete(PathOf(frame.Place, PendingExtension));
                Delete(frame.Place);
            }
        }
        catch (Exception exception) when (DiskFaults.IsDisk(exception))
        {
            // The fault for which they are withdrawn is the one to tell.
        }
    }

    /// <summary>The picture of a message, or null where its file is gone or has another length.</summary>
    public byte[]? Read(long place, long bytes)
    {
        try
        {
            var picture = File.ReadAllBytes(PathOf(place, Extension));
            return picture.LongLength == bytes ? picture : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Deletes a picture; one that is gone already is no fault.</summary>
    public void Delete(long place) => File.Delete(PathOf(place, Extension));

    /// <summary>Deletes the files that no message names: what a hard end left.</summary>
    /// <param name="last">The highest place that may be on disk; later ones are of this start.</param>
    /// <param name="isNamed">Whether a message names a place.</param>
    /// <returns>How many there were.</returns>
    public int Sweep(long last, Func<long, bool> isNamed)
    {
        var swept = 0;
        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            var isFrame = Path.GetExtension(path) == Extension &&
                long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var place) &&
                (place > last || isNamed(place));
            if (!isFrame)
            {
                File.Delete(path);
                swept++;
            }
        }

        return swept;
    }

    private static void InParallel(IReadOnlyList<OutboxEntry> frames, Action<OutboxEntry> write)
    {
        var next = -1;
        IOException? fault = null;
        var others = Enumerable.Range(1, Math.Min(Writers, frames.Count) - 1)
            .Select(number => new Thread(Work) { IsBackground = true, Name = $"outbox frames {number}" }).ToArray();
        foreach (var other in others)
        {
            other.Start();
        }

        Work();
        foreach (var other in others)
        {
            other.Join();
        }

        if (fault is not null)
        {
            throw new IOException(fault.Message, fault) { HResult = fault.HResult };
        }

        void Work()
        {
            try
            {
                for (int index; fault is null && (index = Interlocked.Increment(ref next)) < frames.Count;)
                {
                    write(frames[index]);
                }
            }
            catch (IOException exception)
            {
                fault = exception;
            }
            catch (UnauthorizedAccessException exception)
            {
                fault = new IOException(exception.Message, exception);
            }
        }
    }

    private void Write(OutboxEntry frame)
    {
        var pending = PathOf(frame.Place, PendingExtension);
        using (var file = File.OpenHandle(pending, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, frame.Message.Payload, 0);
            if (_flush)
            {
                RandomAccess.FlushToDisk(file);
            }
        }

        File.Move(pending, PathOf(frame.Place, Extension), overwrite: true);
    }

    private string PathOf(long place, string extension) =>
        Path.Combine(_folder, place.ToString("D19", CultureInfo.InvariantCulture) + extension);
}
