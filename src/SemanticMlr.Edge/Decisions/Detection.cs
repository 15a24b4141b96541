namespace SemanticMlr.Edge.Decisions;

/// <summary>What was decided on a frame; immutable.</summary>
public sealed record Detection
{
    /// <summary>The camera's name.</summary>
    public required string Camera { get; init; }

    /// <summary>When the frame was captured, UTC.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>When the frame was captured, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The frame's count within its camera.</summary>
    public required long Frame { get; init; }

    /// <summary>What the labels were decided by.</summary>
    public required DecisionSource Source { get; init; }

    /// <summary>
    /// For a change: the regions with a changed label. Else: all regions in which a label is on (or just turned off).
    /// </summary>
    public required IReadOnlyList<RegionDecision> Regions { get; init; }

    /// <summary>Why it is published.</summary>
    public required DetectionReason Reason { get; init; }
}
