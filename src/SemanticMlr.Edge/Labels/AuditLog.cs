using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Labels;

/// <summary>Who changed the label list, when, how, and what was refused: an append-only file in which each line holds the hash of the one before.</summary>
/// <remarks>
/// The file <c>audit.jsonl</c> of the state folder. A line is on the disk before a change is in force. Refusals are bounded a hour, so that
/// nobody fills the disk with them; the next line says how many were left out. Thread-safe.
/// </remarks>
internal sealed class AuditLog
{
    private const string FileName = "audit.jsonl";
    private const int RefusalsAnHour = 60;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private string _head = AuditChain.Start;
    private long _entries;
    private long _hour;
    private int _refusals;
    private int _unlisted;

    /// <summary>Opens the log; half a last line, which a loss of power leaves, is cut off. A broken chain is reported and carried on.</summary>
    public AuditLog(IOptions<StateOptions> options, TimeProvider time, ILogger<AuditLog> logger)
    {
        (FilePath, _time, _logger) = (options.Value.PathOf(FileName), time, logger);
        try
        {
            Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.AuditNotWritten(FilePath, exception.Message);
        }
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The activation that the log named last when it was opened.</summary>
    public long LastActivation { get; private set; }

    /// <summary>How many entries there are, and the hash of the last.</summary>
    public (long Entries, string Head) End
    {
        get
        {
            lock (_gate)
            {
                return (_entries, _head);
            }
        }
    }

    /// <summary>Adds an entry; number, time and hash are filled in.</summary>
    /// <exception cref="IOException">The disk refused it.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Append(AuditEntry entry)
    {
        lock (_gate)
        {
            Write(entry);
        }
    }

    /// <summary>Adds an entry about something that was refused, while there is room for such; a disk that refuses it is logged.</summary>
    public void AppendRefusal(AuditEntry entry)
    {
        lock (_gate)
        {
            var hour = _time.GetUtcNow().ToUnixTimeSeconds() / 3_600;
            (_hour, _refusals) = (hour, hour == _hour ? _refusals + 1 : 1);
            if (_refusals > RefusalsAnHour)
            {
                _unlisted++;
                return;
            }

            try
            {
                Write(entry);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.AuditNotWritten(FilePath, exception.Message);
            }
        }
    }

    private void Write(AuditEntry entry)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(
            entry with
            {
                Seq = _entries + 1,
                Time = _time.GetUtcNow(),
                Previous = _head,
                Reason = _unlisted > 0 ? $"{entry.Reason} ({_unlisted} refusals before this were left out.)" : entry.Reason,
            },
            LabelStoreJson.Default.AuditEntry);
        var folder = Path.GetDirectoryName(FilePath)!;
        DurableFolder.Create(folder);
        var isNew = !File.Exists(FilePath);
        using (var stream = new FileStream(FilePath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read))
        {
            var end = stream.Seek(0, SeekOrigin.End);
            try
            {
                stream.Write([.. line, (byte)'\n']);
                stream.Flush(flushToDisk: true);
            }
            catch
            {
                stream.SetLength(end); // half a line would break the chain
                throw;
            }
        }

        if (isNew)
        {
            DurableFolder.Flush(folder);
        }

        (_head, _entries, _unlisted) = (AuditChain.HashOf(line), _entries + 1, 0);
    }

    private void Open()
    {
        if (!File.Exists(FilePath))
        {
            return;
        }

        var verdict = AuditChain.Verify(FilePath);
        var rest = File.ReadAllBytes(FilePath).AsSpan((int)verdict.WholeBytes);
        if (verdict.Fault is not null && rest.IndexOf((byte)'\n') < 0)
        {
            using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Write);
            stream.SetLength(verdict.WholeBytes);
            stream.Flush(flushToDisk: true);
            _logger.AuditLineCut(FilePath);
        }
        else if (verdict.Fault is { } fault)
        {
            _logger.AuditBroken(FilePath, fault);
        }

        (_head, _entries, LastActivation) = (verdict.Head, verdict.Entries, verdict.LastActivation);
    }
}
