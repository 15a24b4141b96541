namespace SemanticMlr.Edge.Review;

/// <summary>What is kept of a review item beside its picture, as <c>items/{id}.json</c>.</summary>
internal sealed record StoredReview
{
    public required Guid Id { get; init; }

    public required string Camera { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    public required long Frame { get; init; }

    public required string Bundle { get; init; }

    public required string Head { get; init; }

    public required string ListId { get; init; }

    public required int ListVersion { get; init; }

    public required ReviewReason Reason { get; init; }

    public required IReadOnlyList<ReviewRegion> Regions { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bytes { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The ids of all labels that were scored.</summary>
    public IEnumerable<string> LabelIds() => Regions.Count > 0 ? Regions[0].Scores.Keys : [];
}
