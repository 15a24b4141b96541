using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>The messages of one connection that are sent and not acknowledged, and the search for one that makes the broker close connections.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MessagesUnderWay(MessageOutbox outbox, MqttOptions options, MessagingMetrics metrics, ILogger logger)
{
    // A broker that closes without a word may be one that fails: such a message is tried longer than one for which it gives a reason.
    private const int AttemptsWithoutReason = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, OutboxEntry> _entries = [];

    /// <summary>Says that a message is being sent.</summary>
    public void Add(OutboxEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry.Place, entry);
        }
    }

    /// <summary>Says that a message is no longer being sent.</summary>
    public void Remove(OutboxEntry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry.Place);
        }
    }

    /// <summary>Finds the message for which the broker closes connections, and sets it aside when it did so too often.</summary>
    /// <param name="reason">Why the broker closed the connection.</param>
    /// <param name="isAboutMessage">Whether the broker said that a message was the cause.</param>
    /// <param name="isProved">Whether the broker answered anything on this connection.</param>
    /// <remarks>
    /// Only a message that was under way alone is blamed; where there were several, each goes alone the next time. A broker that says
    /// nothing of a message and answered nothing on this connection is one that fails, and no message is blamed.
    /// </remarks>
    public void Blame(string reason, bool isAboutMessage, bool isProved)
    {
        OutboxEntry[] entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
        }

        foreach (var entry in entries)
        {
            entry.IsSuspect = true;
        }

        if (entries is not [var only] || !(isAboutMessage || isProved))
        {
            return;
        }

        only.Losses++;
        if (only.Losses >= (isAboutMessage ? options.Attempts : Math.Max(options.Attempts, AttemptsWithoutReason)))
        {
            logger.MessageEndsConnections(only.Losses, only.Message.Topic, only.Message.Payload.Length, reason);
            outbox.Remove(only);
            metrics.Refused.Add();
        }
    }
}
