namespace SemanticMlr.Edge.Decisions;

/// <summary>When a detection is published.</summary>
public enum DetectionPublishing
{
    /// <summary>When a label turns on or off, and at each heartbeat.</summary>
    OnChange,

    /// <summary>For every frame.</summary>
    EveryFrame,
}
