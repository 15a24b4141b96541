namespace SemanticMlr.Storage;

/// <summary>Files that are there whole, old or new, whenever the power goes.</summary>
public static class DurableFile
{
    /// <summary>What is added to a file's name until it is whole.</summary>
    public const string PendingExtension = ".new";

    /// <summary>Writes a file aside, flushes it, gives it its name and flushes the folder.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="IOException">It could not be written; the old file stands.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using (var stream = Pending(path))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        Finish(path);
    }

    /// <summary>The same for what is made while it is written.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="write">Writes it. Where it throws, the old file stands.</param>
    /// <exception cref="IOException">It could not be written; the old file stands.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using (var stream = Pending(path))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        Finish(path);
    }

    private static FileStream Pending(string path) => new(path + PendingExtension, FileMode.Create, FileAccess.Write);

    private static void Finish(string path)
    {
        File.Move(path + PendingExtension, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
