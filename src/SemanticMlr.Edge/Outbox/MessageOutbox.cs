using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Messages that the broker has not acknowledged yet, on disk, bounded by class.</summary>
/// <remarks>
/// A message that is appended is stored within <see cref="OutboxOptions.GroupTime"/> and only then can be taken; it stays until it is removed, also
/// over a restart, and comes out again after <see cref="ReturnTaken"/>. States come out first, then events and pictures in the order in which they
/// came in. While nothing can be stored, messages go out from memory, and <c>mlr.outbox.durable</c> is 0. Thread-safe.
/// </remarks>
public sealed class MessageOutbox : IHealthContributor, IDisposable
{
    private readonly Lock _opening = new();
    private readonly OutboxClock _clock;
    private readonly OutboxDrops _drops;
    private readonly OutboxMemory _memory;
    private readonly OutboxWriter _writer;
    private bool _isOpen;

    public MessageOutbox(
        IOptions<OutboxOptions> options,
        IOptions<StateOptions> state,
        MessagingMetrics metrics,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<MessageOutbox> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(state);
        var settings = options.Value;
        var path = settings.Folder.Length > 0 ? Path.GetFullPath(settings.Folder) : state.Value.PathOf("outbox");
        _clock = new OutboxClock(time);
        _drops = new OutboxDrops(meters, metrics, logger);
        _memory = new OutboxMemory(settings, _clock, _drops, time);
        _writer = new OutboxWriter(new OutboxFolder(path, settings, time, logger), _memory, settings, _clock, _drops, time, logger);
    }

    /// <summary>Messages that wait or are under way.</summary>
    public long Count => Enum.GetValues<OutboxClass>().Sum(CountOf);

    /// <summary>The place of the newest message; what has a higher one was appended later.</summary>
    public long LastPlace => _memory.LastPlace;

    /// <summary>Messages of one class that wait or are under way.</summary>
    public long CountOf(OutboxClass kind) => _memory.Totals(kind).Count;

    /// <summary>How long a message has waited.</summary>
    public TimeSpan AgeOf(OutboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return TimeSpan.FromMilliseconds(_clock.Now - entry.At);
    }

    /// <summary>Opens the folder, where that was not done yet; what an earlier start left there goes out, too.</summary>
    /// <exception cref="OutboxException">It cannot be opened.</exception>
    public void Open()
    {
        lock (_opening)
        {
            if (!_isOpen)
            {
                _writer.Start();
                _isOpen = true;
            }
        }
    }

    /// <summary>Stores what was appended and closes the folder.</summary>
    public void Close() => _writer.Stop();

    /// <summary>Adds a message. Never waits for the disk; where the queue to it is full, the oldest of the cheapest class there is dropped and counted.</summary>
    public void Append(OutboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _memory.Append(message);
    }

    /// <summary>Stores at once what was appended.</summary>
    /// <returns>Ends when it is stored, or when that failed and is tried again later.</returns>
    public Task StoreAsync() => _memory.FlushAsync();

    /// <summary>Takes the next message, which stays in the outbox until it is removed.</summary>
    public bool TryTake([NotNullWhen(true)] out OutboxEntry? entry) => TryTake(_ => true, out entry);

    /// <summary>Takes the next message if it may go.</summary>
    /// <param name="mayGo">Whether a message may go now; must return at once.</param>
    /// <param name="entry">The message.</param>
    public bool TryTake(Func<OutboxEntry, bool> mayGo, [NotNullWhen(true)] out OutboxEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(mayGo);
        entry = _memory.TryTake(mayGo);
        return entry is not null;
    }

    /// <summary>Waits for the next message and takes it.</summary>
    public async ValueTask<OutboxEntry> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var entry))
            {
                return entry;
            }

            await WaitForMessageAsync(cancellationToken);
        }
    }

    /// <summary>Waits until there may be a message to take; one waiter at a time.</summary>
    public ValueTask WaitForMessageAsync(CancellationToken cancellationToken) => _memory.WaitForMessageAsync(cancellationToken);

    /// <summary>Removes a message that was acknowledged or set aside; one that is gone already is no fault.</summary>
    public void Remove(OutboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _memory.Remove(entry);
    }

    /// <summary>Gives up a message that was taken and is void by now, and counts it.</summary>
    /// <returns>Whether it is.</returns>
    public bool RemoveIfVoid(OutboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var isVoid = entry.Message.IsVoidAfterExpiry && AgeOf(entry) >= entry.Message.Expiry;
        if (isVoid)
        {
            _memory.Remove(entry, DropReason.Age);
        }

        return isVoid;
    }

    /// <summary>Makes every message that was taken and not removed come out again, in its old order.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken() => _memory.ReturnTaken();

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var now = _clock.Now;
        foreach (var kind in Enum.GetValues<OutboxClass>())
        {
            var name = OutboxTable.NameOf(kind);
            var (count, bytes) = _memory.Totals(kind);
            report.Gauge($"mlr.outbox.waiting.{name}", count);
            report.Gauge($"mlr.outbox.bytes.{name}", bytes);
            report.Gauge($"mlr.outbox.age.seconds.{name}", _writer.Oldest(kind) is { } at ? Math.Max(0, Math.Round((now - at) / 1_000.0, 1)) : 0);
        }

        report.Gauge("mlr.outbox.queued", _memory.Queued);
        report.Gauge("mlr.outbox.durable", _memory.Staging.IsVolatile ? 0 : 1);
        report.Gauge("mlr.outbox.readable", _memory.Staging.IsUnreadable ? 0 : 1);
        report.Gauge("mlr.outbox.disk_full", _writer.IsFull ? 1 : 0);
        _drops.Contribute(report);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();
}
