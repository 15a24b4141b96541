using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The database of the outbox: one table a class, and totals that are kept with every commit, so that nothing is counted at the start.</summary>
/// <remarks>Used by one thread. Held exclusively: a second agent on the same folder is refused.</remarks>
internal sealed class OutboxDatabase : IDisposable
{
    /// <summary>The layout that this program writes.</summary>
    public const int Version = 1;

    /// <summary>What SQLite calls a damaged database (<c>SQLITE_CORRUPT</c>).</summary>
    public const int Damaged = 11;

    private const int NoDatabase = 26; // SQLITE_NOTADB

    private const int ApplicationId = 0x4D4C524F;
    private const int CheckpointPages = 1_000;
    private const int WorthwhileFreePages = 1_024;
    private const int VacuumStep = 1_024;
    private readonly SqliteConnection _connection;
    private readonly OutboxTable[] _tables;
    private readonly SqliteCommand _total;
    private readonly SqliteCommand _progress;

    private OutboxDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _tables = [.. Enum.GetValues<OutboxClass>().Select(kind => new OutboxTable(connection, kind))];
        _total = connection.CreateCommand();
        _total.CommandText = "UPDATE total SET count = $count, bytes = $bytes WHERE class = $class";
        _total.Parameters.Add(new SqliteParameter { ParameterName = "$count" });
        _total.Parameters.Add(new SqliteParameter { ParameterName = "$bytes" });
        _total.Parameters.Add(new SqliteParameter { ParameterName = "$class" });
        _progress = connection.CreateCommand();
        _progress.CommandText = "UPDATE progress SET clock = $clock, place = $place";
        _progress.Parameters.Add(new SqliteParameter { ParameterName = "$clock" });
        _progress.Parameters.Add(new SqliteParameter { ParameterName = "$place" });
    }

    /// <summary>Whether there was none before.</summary>
    public bool IsNew { get; private init; }

    /// <summary>Milliseconds of <see cref="OutboxClock"/> at the last commit.</summary>
    public long Clock { get; private set; }

    /// <summary>The highest place that was ever given.</summary>
    public long Place { get; private set; }

    /// <summary>The table of a class.</summary>
    public OutboxTable this[OutboxClass kind] => _tables[(int)kind];

    /// <summary>Opens or creates the database.</summary>
    /// <exception cref="OutboxException">It is of a newer version, or is no outbox.</exception>
    /// <exception cref="SqliteException">SQLite could not.</exception>
    public static OutboxDatabase Open(string path, Durability durability)
    {
        var isNew = !File.Exists(path);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            if (isNew)
            {
                Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            }

            Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            var version = Number(connection, "PRAGMA user_version");
            var application = Number(connection, "PRAGMA application_id");
            if (version > Version)
            {
                throw new OutboxException(
                    $"{path}: this outbox was written by a newer version of the agent (layout {version}; this agent knows {Version}). " +
                    "Run that version, or set another folder in Outbox:Folder.", canPass: false);
            }

            if (application != ApplicationId && (application != 0 || version != 0 || Number(connection, "SELECT count(*) FROM sqlite_schema") != 0))
            {
                throw new OutboxException($"{path}: this is a database, but no outbox. Set another folder in Outbox:Folder.", canPass: false);
            }

            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, $"PRAGMA synchronous = {(durability == Durability.PowerLoss ? "FULL" : "NORMAL")}");
            Execute(connection, $"PRAGMA wal_autocheckpoint = {CheckpointPages}");
            if (version == 0)
            {
                Create(connection);
            }

            var database = new OutboxDatabase(connection) { IsNew = version == 0 };
            database.ReadTotals();
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether SQLite says that the file itself is broken.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Damaged or NoDatabase;

    /// <summary>Begins a transaction; disposed without a commit it is undone, the counts of the tables included.</summary>
    public OutboxTransaction Begin() => new(this, text => Execute(_connection, text));

    /// <summary>Bytes of the file that hold nothing: what is stored there needs no room of the disk.</summary>
    public long FreeBytes => Number(_connection, "PRAGMA freelist_count") * Number(_connection, "PRAGMA page_size");

    /// <summary>Writes totals, clock and place; part of every transaction.</summary>
    public void WriteProgress(long clock, long place)
    {
        foreach (var kind in Enum.GetValues<OutboxClass>())
        {
            _total.Parameters[0].Value = this[kind].Count;
            _total.Parameters[1].Value = this[kind].Bytes;
            _total.Parameters[2].Value = (long)kind;
            _total.ExecuteNonQuery();
        }

        _progress.Parameters[0].Value = clock;
        _progress.Parameters[1].Value = place;
        _progress.ExecuteNonQuery();
    }

    /// <summary>Gives a part of the room that deleted messages left back to the disk, where there is much.</summary>
    public void Shrink()
    {
        var free = Number(_connection, "PRAGMA freelist_count");
        if (free < WorthwhileFreePages || free < Number(_connection, "PRAGMA page_count") / 2)
        {
            return;
        }

        using var command = _connection.CreateCommand();
        command.CommandText = $"PRAGMA incremental_vacuum({VacuumStep})";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            // Each step frees a page.
        }
    }

    /// <summary>Moves what the write-ahead log holds into the database.</summary>
    public void Checkpoint() => Execute(_connection, "PRAGMA wal_checkpoint(RESTART)");

    public void Dispose()
    {
        foreach (var table in _tables)
        {
            table.Dispose();
        }

        _total.Dispose();
        _progress.Dispose();
        _connection.Dispose();
    }

    private static void Create(SqliteConnection connection)
    {
        Execute(connection, "BEGIN IMMEDIATE");
        foreach (var kind in Enum.GetValues<OutboxClass>())
        {
            Execute(connection, OutboxTable.Definition(kind));
        }

        Execute(
            connection,
            "CREATE TABLE total (class INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL);" +
            "INSERT INTO total VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0);" +
            "CREATE TABLE progress (clock INTEGER NOT NULL, place INTEGER NOT NULL); INSERT INTO progress VALUES (0, 0);" +
            $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        Execute(connection, "COMMIT");
    }

    private void ReadTotals()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT class, count, bytes FROM total";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var table = _tables[reader.GetInt32(0)];
                (table.Count, table.Bytes) = (reader.GetInt64(1), reader.GetInt64(2));
            }
        }

        Clock = Number(_connection, "SELECT clock FROM progress");
        Place = Number(_connection, "SELECT place FROM progress");
    }

#pragma warning disable CA2100 // The texts are constants.
    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar() as long? ?? 0;
    }
#pragma warning restore CA2100
}
