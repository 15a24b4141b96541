using System.Text.Json;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge.Health;

/// <summary>How the agent does, for who asks: whether it lives, whether it is ready, and everything in detail.</summary>
/// <remarks>Thread-safe. Holds no secret.</remarks>
public sealed class AgentHealth
{
    private readonly ProgressWatch _watch;
    private readonly CameraSet _cameras;
    private readonly MqttStatusBoard _broker;
    private readonly Lazy<ModelStore> _models;
    private readonly HealthSnapshot _snapshot;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;

    internal AgentHealth(
        ProgressWatch watch,
        CameraSet cameras,
        MqttStatusBoard broker,
        Lazy<ModelStore> models,
        HealthSnapshot snapshot,
        IHostApplicationLifetime lifetime,
        TimeProvider time) =>
        (_watch, _cameras, _broker, _models, _snapshot, _lifetime, _time) = (watch, cameras, broker, models, snapshot, lifetime, time);

    /// <summary>Why the agent should be started again, a sentence each; empty while it lives. A dead camera or broker is no reason.</summary>
    public IReadOnlyList<string> FaultsOfLife => [.. _watch.Stuck.Select(report => $"{report.Name}: {report.Text}")];

    /// <summary>Why the agent does not recognise and deliver now, a sentence each; empty while it is ready. What waits for a broker on disk is no reason.</summary>
    public IReadOnlyList<string> FaultsOfReadiness =>
        _lifetime.ApplicationStopping.IsCancellationRequested ? ["The agent stops."]
        : !_lifetime.ApplicationStarted.IsCancellationRequested ? ["The agent starts: the model is opened and proved."]
        : FaultsOfLife;

    /// <summary>Everything, as UTF-8 JSON.</summary>
    public byte[] Describe()
    {
        var (life, readiness, report, broker) = (FaultsOfLife, FaultsOfReadiness, _snapshot.Take(), _broker.Status);
        var details = new HealthDetails(
            life.Count == 0,
            readiness.Count == 0,
            _time.GetUtcNow(),
            AgentStatePublisher.Version,
            _models.IsValueCreated ? _models.Value.Current.Bundle.Identity : null,
            _models.IsValueCreated ? _models.Value.Current.Provider.Active.ToString() : null,
            [.. life.Union(readiness)],
            [.. _watch.Reports.Select(part => new HealthDetails.Part(part.Name, !part.IsStuck, Math.Round(part.Silence.TotalSeconds, 1), part.Text))],
            [.. _cameras.Cameras.Select(camera => Describe(camera.Name, camera.Status))],
            new HealthDetails.Connection(broker.State, broker.Since, broker.Reason),
            report.Counters,
            report.Gauges,
            report.Milliseconds);
        return JsonSerializer.SerializeToUtf8Bytes(details, HealthJson.Default.HealthDetails);
    }

    private static HealthDetails.Source Describe(string name, CameraStatus status) => new(
        name,
        status.State,
        status.Since,
        Math.Round(status.FramesPerSecond, 2),
        status.FrameAge is { } age ? Math.Round(Math.Max(0, age.TotalMilliseconds)) : null,
        status.LastFault,
        status.LastFaultAt);
}
