using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>What one connection sends next: what waited for the broker goes out oldest first and at its own pace, and states pass it.</summary>
internal sealed class ReplaySource(MessageOutbox outbox, MqttOptions options, TimeProvider time)
{
    private readonly ReplayPace _pace = new(options.ReplayRate, time);
    private readonly long _lastBefore = outbox.LastPlace;
    private bool _isPaced;

    /// <summary>Whether a message waited while the broker was away, or behind those that did.</summary>
    public bool IsLate(OutboxEntry entry) => entry.Place <= _lastBefore || outbox.AgeOf(entry) > options.LateAfter;

    /// <summary>The next message that may go now, or null.</summary>
    public OutboxEntry? TryTake() => outbox.TryTake(MayGo, out var entry) ? entry : null;

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
        _isPaced = entry.Message.Class != OutboxClass.State && IsLate(entry) && !_pace.TryGo();
        return !_isPaced;
    }
}
