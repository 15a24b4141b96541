using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>What one connection sends next: what waited for the broker goes out oldest first and at its own pace, and states pass it.</summary>
internal sealed class ReplaySource(MessageOutbox outbox, MqttOptions options, TimeProvider time)
{
    private readonly ReplayPace _pace = new(options.ReplayRate, time);
    private readonly long _lastBefore = outbox.LastPlace;
    private bool _isPaced;

    /// <summary>How late a message is: it may have waited while the broker was away, or behind those that did.</summary>
    public Lateness LatenessOf(OutboxEntry entry) =>
        entry.Place <= _lastBefore ? Lateness.Replayed : outbox.AgeOf(entry) > options.LateAfter ? Lateness.Old : Lateness.None;

    /// <summary>The next message that may go now, or null.</summary>
    public OutboxEntry? TryTake()
    {
        while (outbox.TryTake(MayGo, out var entry))
        {
            if (!outbox.RemoveIfVoid(entry))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Waits for the next message.</summary>
    public async Task<OutboxEntry> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isPaced = false;
            if (TryTake() is { } entry)
            {
                return entry;
            }

            if (_isPaced)
            {
                await Task.Delay(ReplayPace.Pause, time, cancellationToken);
            }
            else
            {
                await outbox.WaitForMessageAsync(cancellationToken);
            }
        }
    }

    private bool MayGo(OutboxEntry entry)
    {
        _isPaced = entry.Message.Class != OutboxClass.State && LatenessOf(entry) != Lateness.None && !_pace.TryGo();
        return !_isPaced;
    }
}
