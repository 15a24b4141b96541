namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Payload of <c>camera/{camera}/state</c>.</summary>
internal sealed record CameraStateMessage(
    int Schema,
    Guid Id,
    DateTimeOffset Time,
    long Epoch,
    long Seq,
    string Camera,
    string State,
    DateTimeOffset Since,
    double Fps,
    long? FrameAgeMs,
    string? Reason);
