namespace SemanticMlr.Edge.Mqtt;

/// <summary>How a camera does, as published.</summary>
/// <param name="State"><c>online</c>, <c>stalled</c>, <c>offline</c> or <c>disabled</c>.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Fps">Frames a second.</param>
/// <param name="FrameAge">Age of the newest frame, or null before the first.</param>
/// <param name="Reason">The last fault in a sentence without secrets, or null.</param>
public sealed record CameraReport(string State, DateTimeOffset Since, double Fps, TimeSpan? FrameAge, string? Reason);
