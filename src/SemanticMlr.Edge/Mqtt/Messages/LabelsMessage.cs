namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Payload of <c>labels</c>.</summary>
internal sealed record LabelsMessage(
    int Schema, Guid Id, DateTimeOffset Time, ListReference List, long Activation, IReadOnlyList<LabelReport> Labels, LabelsChange? Change);
