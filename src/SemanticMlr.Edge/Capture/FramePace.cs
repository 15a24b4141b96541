namespace SemanticMlr.Edge.Capture;

/// <summary>How fast stored pictures (a video file, a folder, a simulation) are played.</summary>
public enum FramePace
{
    /// <summary>At the rate of the file or the given rate, whether or not somebody takes the frames.</summary>
    Realtime,

    /// <summary>As fast as frames are taken: no frame is replaced by a newer one.</summary>
    Fast,
}
