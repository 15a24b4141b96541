namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Names a label list.</summary>
internal sealed record ListReference(string Id, int Version);
