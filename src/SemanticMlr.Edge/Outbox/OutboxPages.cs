using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Reads the backlog page by page, so that no more of it is in memory than goes out soon. Used by the thread that owns the database.</summary>
internal sealed class OutboxPages(OutboxDatabase database, FrameFiles frames, OutboxStaging staging)
{
    private static readonly OutboxClass[] Classes = Enum.GetValues<OutboxClass>();

    /// <summary>Reads what the lanes want.</summary>
    public void Fill()
    {
        foreach (var kind in Classes)
        {
            if (staging.PageWish(kind) is not { } wish)
            {
                continue;
            }

            var rows = Read(kind, wish.After, wish.Messages, wish.Bytes);
            var page = new List<OutboxEntry>(rows.Count);
            foreach (var (entry, bytes) in rows)
            {
                if (kind != OutboxClass.Frame)
                {
                    page.Add(entry);
                }
                else if (frames.Read(entry.Place, bytes) is { } picture)
                {
                    page.Add(entry with { Message = entry.Message with { Payload = picture } });
                }
                else
                {
                    staging.Lost(entry, bytes);
                }
            }

            staging.AddPage(kind, page, rows.Count > 0 ? rows[^1].Entry.Place : wish.After, isLast: rows.Count == 0);
        }
    }

    /// <summary>SQLite has no checksums: what it reads without a word can still be nonsense.</summary>
    private List<(OutboxEntry Entry, long Bytes)> Read(OutboxClass kind, long after, int messages, long bytes)
    {
        try
        {
            return database[kind].Read(after, messages, bytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidCastException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new SqliteException($"a message behind place {after} is damaged: {exception.Message}", OutboxDatabase.Damaged);
        }
    }
}
