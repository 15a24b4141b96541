namespace SemanticMlr.Edge.Mqtt;

/// <summary>How things stand with the broker, since when, and why; immutable.</summary>
/// <param name="State">The state.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Reason">Why, in a sentence, or null where all is well.</param>
public sealed record MqttSessionStatus(MqttSessionState State, DateTimeOffset Since, string? Reason);
