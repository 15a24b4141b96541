using System.Reflection;
using System.Text.Json;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Publishes what the agent does, with which versions, and which labels are in force; again at every connect.</summary>
/// <remarks>Thread-safe. Begins as <see cref="AgentState.BuildingEngine"/>.</remarks>
public sealed class AgentStatePublisher : IConnectListener
{
    private readonly Lock _gate = new();
    private readonly Topics _topics;
    private readonly MessageOutbox _outbox;
    private readonly AgentEpoch _epoch;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private AgentState _state = AgentState.BuildingEngine;
    private string? _bundle;
    private ProviderReport? _provider;
    private BuildReport? _building;
    private LabelsReport? _labels;

    public AgentStatePublisher(Topics topics, MessageOutbox outbox, AgentEpoch epoch, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_topics, _outbox, _epoch, _time) = (topics, outbox, epoch, time);
        _startedAt = time.GetUtcNow();
    }

    /// <summary>The version of the agent.</summary>
    public static string Version { get; } = typeof(AgentStatePublisher).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Reports that an engine is in the making, and for how long; until <see cref="Online"/> says what became of it.</summary>
    public void Building(BuildReport build)
    {
        lock (_gate)
        {
            (_state, _building) = (AgentState.BuildingEngine, build);
            _outbox.Append(Compose(_state));
        }
    }

    /// <summary>Reports that the agent recognises.</summary>
    /// <param name="bundle">Name and version of the bundle.</param>
    /// <param name="provider">The execution provider that was proved.</param>
    /// <param name="labels">The label list in force.</param>
    /// <param name="building">The engine that a better provider still needs, or null.</param>
    public void Online(string bundle, ProviderReport provider, LabelsReport labels, BuildReport? building = null) =>
        Report(() => (_state, _bundle, _provider, _labels, _building) =
            (building is null ? AgentState.Online : AgentState.BuildingEngine, bundle, provider, labels, building));

    /// <summary>Reports another label list in force.</summary>
    public void Labels(LabelsReport labels) => Report(() => _labels = labels);

    /// <summary>The message that says a state, with what else holds now and the present time.</summary>
    internal OutboxMessage Compose(AgentState state) => new()
    {
        Topic = _topics.State,
        Payload = Describe(state),
        Class = OutboxClass.State,
        Retain = true,
    };

    /// <summary>The payload that says a state.</summary>
    internal byte[] Describe(AgentState state)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var list = _labels is null ? null : new ListReference(_labels.ListId, _labels.Version);
            return JsonSerializer.SerializeToUtf8Bytes(
                new StateMessage(1, Guid.CreateVersion7(now), now, _epoch.Value, state, Version, _bundle, list, _provider, _startedAt, _labels?.Change is { } change && change.IsByItself() ? change.Reason : null, state == AgentState.BuildingEngine ? _building : null),
                MqttJson.Default.StateMessage);
        }
    }

    void IConnectListener.Connected() => Report(() => { });

    private void Report(Action change)
    {
        lock (_gate)
        {
            change();
            _outbox.Append(Compose(_state));
            if (_labels is { } labels)
            {
                _outbox.Append(Compose(labels));
            }
        }
    }

    private OutboxMessage Compose(LabelsReport labels)
    {
        var now = _time.GetUtcNow();
        return new OutboxMessage
        {
            Topic = _topics.Labels,
            Payload = JsonSerializer.SerializeToUtf8Bytes(
                new LabelsMessage(1, Guid.CreateVersion7(now), now, new ListReference(labels.ListId, labels.Version), labels.Activation, labels.Labels, labels.Change),
                MqttJson.Default.LabelsMessage),
            Class = OutboxClass.State,
            Retain = true,
        };
    }
}
