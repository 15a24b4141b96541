using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Shows how things stand with the broker.</summary>
public sealed class MqttStatusBoard(TimeProvider time) : IHealthContributor
{
    private volatile MqttSessionStatus _status = new(MqttSessionState.Starting, time.GetUtcNow(), null);

    /// <summary>How things stand now.</summary>
    public MqttSessionStatus Status => _status;

    /// <summary>Whether messages can go out at once.</summary>
    public bool IsConnected => _status.State == MqttSessionState.Connected;

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var status = _status;
        report.Gauge("mlr.mqtt.connected.seconds", IsConnected ? Math.Round((time.GetUtcNow() - status.Since).TotalSeconds, 1) : 0);
    }

    internal void Set(MqttSessionState state, string? reason) => _status = new MqttSessionStatus(state, time.GetUtcNow(), reason);
}
