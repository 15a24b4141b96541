using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Alarms a frame before and since a list came in force.</summary>
/// <param name="Snapshot">The list that <paramref name="Since"/> speaks of.</param>
/// <param name="Before">Alarms a frame under the list before.</param>
/// <param name="FramesBefore">The frames that is taken over; 0 at the start of the agent.</param>
/// <param name="Since">Alarms a frame over the window asked for.</param>
/// <param name="Frames">The frames of that window.</param>
/// <param name="InForceFor">How long ago the first frame was recognised with the list.</param>
internal sealed record AlarmRates(
    RecognitionSnapshot? Snapshot, double Before, long FramesBefore, double Since, long Frames, TimeSpan InForceFor);
