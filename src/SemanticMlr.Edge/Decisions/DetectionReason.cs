namespace SemanticMlr.Edge.Decisions;

/// <summary>Why a detection is published.</summary>
public enum DetectionReason
{
    /// <summary>A label turned on or off.</summary>
    Change,

    /// <summary>Time to say everything that is on.</summary>
    Heartbeat,

    /// <summary>Every frame is published.</summary>
    EveryFrame,
}
