namespace SemanticMlr.Cli.Bench;

/// <summary>What <c>mlr bench cameras</c> found.</summary>
/// <param name="Bundle">The bundle, as <c>name@version</c>.</param>
/// <param name="Provider">The execution provider that ran.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="Source">Where frames came from: <c>sim</c>, <c>rtsp</c> or <c>memory</c>.</param>
/// <param name="Rate">Frames a second that each camera gave at most; 0 is the source's own pace, and for frames in memory as many as were taken.</param>
/// <param name="Regions">Regions of a frame, as the agent's option.</param>
/// <param name="Slow">What was wrong with one more camera: <c>none</c>, <c>second</c> or <c>hang</c>.</param>
/// <param name="Points">A point for each number of cameras.</param>
internal sealed record CamerasReport(
    string Bundle, string Provider, int Processors, string Source, double Rate, string Regions, string Slow, IReadOnlyList<CamerasPoint> Points);
