using System.Collections.Concurrent;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Numbers the messages of each camera and class without gaps, in the order in which they enter the outbox.</summary>
public sealed class CameraSequences(MessageOutbox outbox, AgentEpoch epoch)
{
    private readonly ConcurrentDictionary<(string Camera, OutboxClass Class), Sequence> _sequences = new();

    /// <summary>Appends a message under the next number of its camera and class.</summary>
    /// <param name="camera">The camera's name.</param>
    /// <param name="kind">The class that is numbered.</param>
    /// <param name="message">Makes the message from epoch and number (from 1).</param>
    public void Append(string camera, OutboxClass kind, Func<long, long, OutboxMessage> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var sequence = _sequences.GetOrAdd((camera, kind), _ => new Sequence());
        lock (sequence)
        {
            var number = sequence.Last + 1;
            outbox.Append(message(epoch.Value, number) with { Epoch = epoch.Value, Number = number });
            sequence.Last = number;
        }
    }

    private sealed class Sequence
    {
        public long Last { get; set; }
    }
}
