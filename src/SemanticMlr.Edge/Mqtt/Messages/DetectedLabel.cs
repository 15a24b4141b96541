namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>A label of a detection.</summary>
internal sealed record DetectedLabel(string Id, double Score, LabelSwitch State, DateTimeOffset Since);
