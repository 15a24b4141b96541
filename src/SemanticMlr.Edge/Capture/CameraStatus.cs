namespace SemanticMlr.Edge.Capture;

/// <summary>What is known of a camera at a moment. Holds no secret.</summary>
/// <param name="State">Whether frames come.</param>
/// <param name="Since">When the camera came into that state, UTC.</param>
/// <param name="FramesPerSecond">Frames grabbed a second, over the last five seconds.</param>
/// <param name="FrameAge">How long ago the last frame was captured; null before the first.</param>
/// <param name="Grabbed">Frames that became the newest one since the start of the agent, those replaced later included.</param>
/// <param name="Dropped">Frames dropped since the start of the agent, by reason (<c>superseded</c>, <c>corrupt</c>, <c>empty</c>, <c>size</c>, <c>rate</c>, <c>busy</c>, <c>frozen</c>, <c>black</c>, <c>time</c>).</param>
/// <param name="Width">Columns of the last frame, or 0.</param>
/// <param name="Height">Rows of the last frame, or 0.</param>
/// <param name="Opened">How often the source was opened.</param>
/// <param name="LastFault">Why the camera was last not online, or null.</param>
/// <param name="LastFaultAt">When that was, UTC.</param>
public sealed record CameraStatus(
    CameraState State,
    DateTimeOffset Since,
    double FramesPerSecond,
    TimeSpan? FrameAge,
    long Grabbed,
    IReadOnlyDictionary<string, long> Dropped,
    int Width,
    int Height,
    long Opened,
    string? LastFault,
    DateTimeOffset? LastFaultAt);
