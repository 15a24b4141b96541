using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>One commit. Disposed before it is committed, it leaves the database and the counts of its tables as they were.</summary>
/// <remarks>Plain statements: the client's transaction object would have to be set anew on every prepared command.</remarks>
internal sealed class OutboxTransaction : IDisposable
{
    private readonly Action<string> _execute;
    private readonly (OutboxTable Table, long Count, long Bytes)[] _before;
    private bool _isCommitted;

    public OutboxTransaction(OutboxDatabase database, Action<string> execute)
    {
        _execute = execute;
        _before = [.. Enum.GetValues<OutboxClass>().Select(kind => (database[kind], database[kind].Count, database[kind].Bytes))];
        execute("BEGIN IMMEDIATE");
    }

    public void Commit()
    {
        _execute("COMMIT");
        _isCommitted = true;
    }

    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            _execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite undid it by itself, as it does on a full disk.
        }

        foreach (var (table, count, bytes) in _before)
        {
            (table.Count, table.Bytes) = (count, bytes);
        }
    }
}
