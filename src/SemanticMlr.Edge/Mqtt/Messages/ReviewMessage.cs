namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Payload of <c>camera/{camera}/review</c>.</summary>
internal sealed record ReviewMessage(
    int Schema,
    Guid Id,
    DateTimeOffset Time,
    long Epoch,
    long Seq,
    string Camera,
    long Frame,
    string Bundle,
    string Head,
    ListReference List,
    Review.ReviewReason Reason,
    IReadOnlyList<string> Labels,
    IReadOnlyList<Review.ReviewRegion> Regions,
    ReviewImage Image,
    IReadOnlyList<string> HeatMaps);
