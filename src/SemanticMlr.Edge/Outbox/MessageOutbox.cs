using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Messages that the broker has not acknowledged yet, bounded by class.</summary>
/// <remarks>
/// Held in memory: a restart loses what waits. States come out first, then events and pictures in the order in which they came in.
/// A message that was taken stays until it is removed, and comes out again after <see cref="ReturnTaken"/>. Thread-safe.
/// </remarks>
public sealed class MessageOutbox : IHealthContributor
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _appended = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly OutboxLane[] _lanes;
    private readonly Tally[] _dropped;
    private readonly long _totalBytes;
    private readonly TimeProvider _time;
    private readonly ILogger<MessageOutbox> _logger;
    private readonly bool[] _dropping = new bool[3];
    private long _place;

    public MessageOutbox(IOptions<OutboxOptions> options, MessagingMetrics metrics, TimeProvider time, ILogger<MessageOutbox> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        var limits = options.Value;
        _lanes = [new OutboxLane(limits.Frames), new OutboxLane(limits.Events), new OutboxLane(limits.States)];
        _dropped = [metrics.FramesDropped, metrics.EventsDropped, metrics.StatesDropped];
        _totalBytes = limits.TotalBytes;
        _time = time;
        _logger = logger;
    }

    /// <summary>Messages that wait or are under way.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Sum(lane => lane.Count);
            }
        }
    }

    /// <summary>Messages of one class that wait or are under way.</summary>
    public int CountOf(OutboxClass kind)
    {
        lock (_gate)
        {
            return _lanes[(int)kind].Count;
        }
    }

    /// <summary>Adds a message. Never blocks; drops the oldest of the cheapest class where a bound is passed.</summary>
    public void Append(OutboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            _lanes[(int)message.Class].Add(new OutboxEntry(++_place, _time.GetTimestamp(), message));
            DropBeyondLimits(message.Class);
        }

        _appended.Writer.TryWrite(true);
    }

    /// <summary>Takes the next message, which stays in the outbox until it is removed.</summary>
    public bool TryTake([NotNullWhen(true)] out OutboxEntry? entry)
    {
        lock (_gate)
        {
            entry = Next()?.Take();
            return entry is not null;
        }
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

            await _appended.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Removes a message that was acknowledged or set aside; one that is gone already is no fault.</summary>
    public void Remove(OutboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            var kind = (int)entry.Message.Class;
            _lanes[kind].Remove(entry.Place);
            _dropping[kind] = false;
        }
    }

    /// <summary>Makes every message that was taken and not removed come out again, in its old order.</summary>
    /// <returns>How many there were.</returns>
    public int ReturnTaken()
    {
        lock (_gate)
        {
            return _lanes.Sum(lane => lane.ReturnTaken());
        }
    }

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        lock (_gate)
        {
            foreach (var kind in Enum.GetValues<OutboxClass>())
            {
                var name = kind.ToString().ToLowerInvariant();
                report.Gauge($"mlr.outbox.waiting.{name}", _lanes[(int)kind].Count);
                report.Gauge($"mlr.outbox.bytes.{name}", _lanes[(int)kind].Bytes);
            }
        }
    }

    private OutboxLane? Next()
    {
        var states = _lanes[(int)OutboxClass.State];
        if (states.NextPlace is not null)
        {
            return states;
        }

        var (events, frames) = (_lanes[(int)OutboxClass.Event], _lanes[(int)OutboxClass.Frame]);
        return (events.NextPlace, frames.NextPlace) switch
        {
            (null, null) => null,
            (null, _) => frames,
            (_, null) => events,
            var (event_, frame) => event_ < frame ? events : frames,
        };
    }

    private void DropBeyondLimits(OutboxClass appended)
    {
        var lane = (int)appended;
        while (_lanes[lane].IsOverLimits && _lanes[lane].DropOldest())
        {
            Dropped(lane);
        }

        for (var cheapest = 0; cheapest < _lanes.Length; cheapest++)
        {
            while (_lanes.Sum(each => each.Bytes) > _totalBytes && _lanes[cheapest].DropOldest())
            {
                Dropped(cheapest);
            }
        }
    }

    private void Dropped(int lane)
    {
        _dropped[lane].Add();
        if (!_dropping[lane])
        {
            _dropping[lane] = true; // one line for a run of losses, not one a message
            _logger.MessagesDropped((OutboxClass)lane, _lanes[lane].Count, _lanes[lane].Bytes);
        }
    }
}
