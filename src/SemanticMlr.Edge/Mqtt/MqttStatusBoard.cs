using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Shows how things stand with the broker.</summary>
public sealed class MqttStatusBoard(TimeProvider time) : IHealthContributor
{
    private volatile MqttSessionStatus _status = new(MqttSessionState.Starting, time.GetUtcNow(), null);
    private long _since = time.GetTimestamp();

    /// <summary>How things stand now.</summary>
    public MqttSessionStatus Status => _status;

    /// <summary>Whether messages can go out at once.</summary>
    public bool IsConnected => _status.State == MqttSessionState.Connected;

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var connected = IsConnected ? time.GetElapsedTime(Volatile.Read(ref _since)) : TimeSpan.Zero;
        report.Gauge("mlr.mqtt.connected.seconds", Math.Round(connected.TotalSeconds, 1));
    }

    internal void Set(MqttSessionState state, string? reason)
    {
        Volatile.Write(ref _since, time.GetTimestamp());
        _status = new MqttSessionStatus(state, time.GetUtcNow(), reason);
    }
}
