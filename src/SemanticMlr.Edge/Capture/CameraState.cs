namespace SemanticMlr.Edge.Capture;

/// <summary>What can be said of a camera at a moment.</summary>
public enum CameraState
{
    /// <summary>No source is open; it is tried again for ever, unless it came to its end.</summary>
    Offline,

    /// <summary>Frames come.</summary>
    Online,

    /// <summary>The source is open, but for a while no frame has come, or none that shows anything.</summary>
    Stalled,

    /// <summary>The camera is not used.</summary>
    Disabled,
}
