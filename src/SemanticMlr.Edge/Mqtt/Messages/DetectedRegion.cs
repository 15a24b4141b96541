namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>A region of a detection.</summary>
internal sealed record DetectedRegion(string Region, IReadOnlyList<DetectedLabel> Labels);
