using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>The list in force with everything that is known of it; immutable.</summary>
internal sealed record ListInForce
{
    /// <summary>Label table, calibration and thresholds.</summary>
    public required RecognitionSnapshot Snapshot { get; init; }

    /// <summary>The number of the activation; only rises.</summary>
    public required long Activation { get; init; }

    /// <summary>Why it is in force.</summary>
    public required ListChange Change { get; init; }

    /// <summary>The list as it came: JSON, or a signature around it.</summary>
    public required byte[] Content { get; init; }

    /// <summary>The JSON of the list itself.</summary>
    public required byte[] Json { get; init; }

    /// <summary>Where it is kept, or null for the list of the configuration or bundle.</summary>
    public KeptList? Kept { get; init; }
}
