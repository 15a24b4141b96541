namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Payload of <c>camera/{camera}/detections</c>.</summary>
internal sealed record DetectionMessage(
    int Schema,
    Guid Id,
    DateTimeOffset Time,
    long Epoch,
    long Seq,
    string Camera,
    long Frame,
    long AgeMs,
    string Bundle,
    string Head,
    ListReference List,
    IReadOnlyList<DetectedRegion> Regions,
    Decisions.DetectionReason Reason);
