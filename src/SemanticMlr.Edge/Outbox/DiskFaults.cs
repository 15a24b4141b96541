using Microsoft.Data.Sqlite;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Tells a full disk from a broken one.</summary>
internal static class DiskFaults
{
    private const int NoSpace = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>Whether the disk, or the share of it that the agent may use, is full.</summary>
    public static bool IsFull(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == 13,
        IOException fault => (fault.HResult & 0xFFFF) is NoSpace or QuotaExceeded,
        _ => false,
    };

    /// <summary>Whether the exception is a fault of the disk at all, and not of the program.</summary>
    public static bool IsDisk(Exception exception) => exception is SqliteException or IOException or UnauthorizedAccessException;
}
