namespace SemanticMlr.Edge.Storage;

/// <summary>Files that are there whole, old or new, whenever the power goes.</summary>
internal static class DurableFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string PendingExtension = ".new";

    /// <summary>Writes a file aside, flushes it, gives it its name and flushes the folder.</summary>
    /// <exception cref="IOException">It could not be written; the old file stands.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var pending = path + PendingExtension;
        using (var stream = new FileStream(pending, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(pending, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }
}
