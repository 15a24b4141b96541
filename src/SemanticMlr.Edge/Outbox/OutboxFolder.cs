using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The folder of the outbox: the database, the pictures beside it, and a reserve of room.</summary>
internal sealed class OutboxFolder(string path, OutboxOptions options, TimeProvider time, ILogger logger)
{
    private const string DamagedMark = ".damaged-";
    private const int KeptDamagedFolders = 2;

    /// <summary>Where the outbox lies.</summary>
    public string Path => path;

    /// <summary>The reserve of room.</summary>
    public DiskReserve Reserve { get; } = new(System.IO.Path.Combine(path, "reserve"), options.ReserveBytes);

    /// <summary>Opens the outbox. One that is damaged is set aside, and a new one begins.</summary>
    /// <exception cref="OutboxException">It cannot be opened.</exception>
    public (OutboxDatabase Database, FrameFiles Frames) Open()
    {
        try
        {
            DurableFolder.Create(path);
            Probe();
            try
            {
                return Create();
            }
            catch (SqliteException exception) when (OutboxDatabase.IsDamage(exception))
            {
                SetAside(exception);
                DurableFolder.Create(path);
                return Create();
            }
        }
        catch (SqliteException exception)
        {
            throw exception.SqliteErrorCode switch
            {
                5 => new OutboxException($"{path}: the outbox is in use by another process. One agent needs one folder (State:Folder).", canPass: true, exception),
                13 => Full(exception),
                10 => new OutboxException($"{path}: the outbox cannot be read: {exception.Message} Is the disk in order?", canPass: true, exception),
                _ => Unusable(exception),
            };
        }
        catch (Exception exception) when (exception is IOException and not OutboxException or UnauthorizedAccessException)
        {
            throw DiskFaults.IsFull(exception) ? Full(exception) : Unusable(exception);
        }
    }

    /// <summary>Moves the folder, database closed, out of the way, where a person can look at it.</summary>
    public void SetAside(Exception cause)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var aside = path + DamagedMark + stamp;
        for (var copy = 2; Directory.Exists(aside); copy++)
        {
            aside = $"{path}{DamagedMark}{stamp}-{copy}";
        }

        Reserve.Release();
        Directory.Move(path, aside);
        var parent = System.IO.Path.GetDirectoryName(path)!;
        DurableFolder.Flush(parent);
        logger.OutboxSetAside(path, cause.Message, aside);
        foreach (var old in Directory.GetDirectories(parent, System.IO.Path.GetFileName(path) + DamagedMark + "*").Order(StringComparer.Ordinal).SkipLast(KeptDamagedFolders))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>SQLite opens a database that it cannot write for reading, without a word.</summary>
    private void Probe()
    {
        var probe = System.IO.Path.Combine(path, "probe");
        try
        {
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                // It can be written.
            }
        }
        catch (IOException exception) when (DiskFaults.IsFull(exception))
        {
            Reserve.Release(); // room for the start
        }
    }

    private (OutboxDatabase Database, FrameFiles Frames) Create()
    {
        var database = OutboxDatabase.Open(System.IO.Path.Combine(path, "outbox.db"), options.Durability);
        try
        {
            var frames = new FrameFiles(System.IO.Path.Combine(path, "frames"), options.Durability);
            DurableFolder.Flush(path);
            return (database, frames);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private OutboxException Full(Exception cause) =>
        new($"{path}: the outbox cannot be made, as the disk is full: {cause.Message} Make room on it.", canPass: true, cause);

    private OutboxException Unusable(Exception cause) =>
        new($"{path}: the outbox cannot be written: {cause.Message} Give the agent a folder that it may write, in State:Folder or Outbox:Folder.", canPass: false, cause);
}
