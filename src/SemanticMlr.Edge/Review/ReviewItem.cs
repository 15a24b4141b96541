using SemanticMlr.Edge.Decisions;

namespace SemanticMlr.Edge.Review;

/// <summary>A frame that a person is asked about; immutable.</summary>
public sealed record ReviewItem
{
    /// <summary>The id under which it is asked and answered.</summary>
    public required Guid Id { get; init; }

    /// <summary>The camera's name.</summary>
    public required string Camera { get; init; }

    /// <summary>When the frame was captured, UTC.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The frame's count within its camera.</summary>
    public required long Frame { get; init; }

    /// <summary>What gave the scores.</summary>
    public required DecisionSource Source { get; init; }

    /// <summary>Why it is asked about.</summary>
    public required ReviewReason Reason { get; init; }

    /// <summary>Labels of which the model is unsure, in any region.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>All regions with all scores.</summary>
    public required IReadOnlyList<ReviewRegion> Regions { get; init; }

    /// <summary>The picture as JPEG; not written to.</summary>
    public required byte[] Jpeg { get; init; }

    /// <summary>SHA-256 of <see cref="Jpeg"/>, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Columns of the picture.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the picture.</summary>
    public required int Height { get; init; }

    /// <summary>Where the model sees labels that it is unsure of; pictures of the same size.</summary>
    public IReadOnlyList<ReviewHeatMap> HeatMaps { get; init; } = [];

    /// <summary>Columns of the captured frame.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Rows of the captured frame.</summary>
    public required int SourceHeight { get; init; }
}
