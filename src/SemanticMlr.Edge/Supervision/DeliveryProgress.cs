using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Messages are acknowledged, or none waits, or the session with the broker is tried again and again.</summary>
internal sealed class DeliveryProgress(MessageOutbox outbox, MqttStatusBoard board, MessagingMetrics metrics, IOptions<MqttOptions> options) : IProgressProbe
{
    private long _settled;
    private MqttSessionStatus? _status;

    public string Name => "delivery";

    /// <summary>How long the present state may last without a change: the broker's own time limits come first.</summary>
    public TimeSpan Patience => board.Status.State switch
    {
        MqttSessionState.Connected => options.Value.AckTimeout,
        MqttSessionState.Connecting => options.Value.ConnectTimeout,
        _ => TimeSpan.FromTicks(Math.Max(options.Value.Reconnect.Longest.Ticks, options.Value.Reconnect.Refused.Ticks)),
    };

    public bool HasProgress()
    {
        var (settled, status) = (metrics.Published.Value + metrics.Refused.Value, board.Status);
        if (settled != _settled || !ReferenceEquals(status, _status))
        {
            (_settled, _status) = (settled, status);
            return true;
        }

        // While there is a broker to send to, it is enough that nothing waits; without one, it must be looked for.
        return status.State == MqttSessionState.Connected && outbox.Count == 0;
    }

    public string Describe() => board.Status is var status && status.State == MqttSessionState.Connected
        ? $"The broker is connected, {outbox.Count} messages wait, {metrics.Published.Value} were acknowledged."
        : $"The broker is not connected ({status.State}), {outbox.Count} messages wait. {status.Reason}".TrimEnd();
}
