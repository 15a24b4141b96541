using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Counts the messages that were given up by class and reason, and announces each run of losses once. Thread-safe.</summary>
internal sealed class OutboxDrops
{
    private readonly long[,] _counts = new long[Enum.GetValues<OutboxClass>().Length, Enum.GetValues<DropReason>().Length];
    private readonly int[,] _announced = new int[Enum.GetValues<OutboxClass>().Length, Enum.GetValues<DropReason>().Length];
    private readonly Counter<long> _counter;
    private readonly Tally[] _byClass;
    private readonly ILogger _logger;

    public OutboxDrops(IMeterFactory meters, MessagingMetrics metrics, ILogger logger)
    {
        _counter = meters.Create(EdgeMeter.Name)
            .CreateCounter<long>("mlr.outbox.dropped", unit: "{message}", description: "Messages that the outbox gave up, by class and reason.");
        _byClass = [metrics.FramesDropped, metrics.EventsDropped, metrics.StatesDropped];
        _logger = logger;
    }

    /// <summary>Counts a loss.</summary>
    public void Add(OutboxClass kind, DropReason reason, long count)
    {
        if (count <= 0)
        {
            return;
        }

        Interlocked.Add(ref _counts[(int)kind, (int)reason], count);
        _byClass[(int)kind].Add(count);
        _counter.Add(count, new("class", Word(kind)), new("reason", Word(reason)));
        if (Interlocked.Exchange(ref _announced[(int)kind, (int)reason], 1) == 0)
        {
            // One line for a run of losses, not one a message, whichever thread is first.
            _logger.MessagesDropped(kind, Explain(reason));
        }
    }

    /// <summary>Says that messages of a class go out again: a later loss is another run.</summary>
    public void EndRun(OutboxClass kind)
    {
        for (var reason = 0; reason < _announced.GetLength(1); reason++)
        {
            Interlocked.Exchange(ref _announced[(int)kind, reason], 0);
        }
    }

    public void Contribute(HealthReport report)
    {
        foreach (var kind in Enum.GetValues<OutboxClass>())
        {
            foreach (var reason in Enum.GetValues<DropReason>())
            {
                report.Counter($"mlr.outbox.dropped.{Word(kind)}.{Word(reason)}", Interlocked.Read(ref _counts[(int)kind, (int)reason]));
            }
        }
    }

#pragma warning disable CA1308 // the contract's words are lower case
    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static string Explain(DropReason reason) => reason switch
    {
        DropReason.Limit => "the outbox is full (Outbox: Bytes of the class, TotalBytes); is the broker away?",
        DropReason.Age => "they waited longer than their class may (Outbox: Age of the class), or than they help anybody; is the broker away?",
        DropReason.Disk => "the disk has no room; make some on the disk of the state folder",
        DropReason.Queue => "they came faster than the disk takes them (Outbox: QueueMessages, QueueBytes)",
        _ => "what the disk gave back was damaged",
    };
}
