namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Payload of <c>state</c>.</summary>
internal sealed record StateMessage(
    int Schema,
    Guid Id,
    DateTimeOffset Time,
    long Epoch,
    AgentState State,
    string Agent,
    string? Bundle,
    ListReference? List,
    ProviderReport? Provider,
    DateTimeOffset StartedAt,
    string? Notice,
    BuildReport? Building);
