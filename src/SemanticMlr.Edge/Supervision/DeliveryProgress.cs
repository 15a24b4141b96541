using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Supervision;

/// <summary>The broker answers to messages, or none waits, or the session with the broker is tried again and again.</summary>
internal sealed class DeliveryProgress(MessageOutbox outbox, MqttStatusBoard board, MessagingMetrics metrics, IOptions<MqttOptions> options) : IProgressProbe
{
    private long _answers;
    private MqttSessionStatus? _status;

    public string Name => "delivery";

    /// <summary>How long the present state may last without a change: the broker's own time limits come first.</summary>
    public TimeSpan Patience => board.Status.State switch
    {
        MqttSessionState.Connected => options.Value.Reconnect.Longest + options.Value.AckTimeout, // a refused message is tried again after the former
        MqttSessionState.Connecting => options.Value.ConnectTimeout,
        _ => TimeSpan.FromTicks(Math.Max(options.Value.Reconnect.Longest.Ticks, options.Value.Reconnect.Refused.Ticks)),
    };

    public bool HasProgress()
    {
        var (answers, status) = (metrics.Answers.Value + metrics.Refused.Value, board.Status); // some are set aside without being sent
        if (answers != _answers || !ReferenceEquals(status, _status))
        {
            (_answers, _status) = (answers, status);
            return true;
        }

        // While there is a broker to send to, it is enough that nothing waits; without one, it must be looked for.
        return status.State == MqttSessionState.Connected && outbox.Count == 0;
    }

    public string Describe() => board.Status is var status && status.State == MqttSessionState.Connected
        ? $"The broker is connected, {outbox.Count} messages wait, {metrics.Published.Value} were acknowledged."
        : $"The broker is not connected ({status.State}), {outbox.Count} messages wait. {status.Reason}".TrimEnd();
}
