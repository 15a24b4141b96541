using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What <c>mlr bench</c> found; times in milliseconds, rates in frames a second.</summary>
/// <param name="Bundle">The bundle, as <c>name@version</c>.</param>
/// <param name="Provider">The execution provider that ran.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="Regions">Regions of one frame, which are one batch.</param>
/// <param name="BareFps">A bare loop over the same sessions with the same batch size on ready tensors.</param>
/// <param name="AgentFps">The whole agent on frames that lie decoded in memory.</param>
/// <param name="Ratio">Agent divided by bare loop, round by round.</param>
/// <param name="Stages">Where the agent's time goes on frames in memory.</param>
/// <param name="VideoFps">The whole agent on a video file, decoded by its child process.</param>
/// <param name="VideoRatio">Agent on video divided by the bare loop of the same run.</param>
/// <param name="Age">Capture to publishing at 10 frames a second, in milliseconds.</param>
/// <param name="BytesPerFrame">Managed bytes allocated a frame by the whole process while frames lie in memory.</param>
internal sealed record BenchReport(
    string Bundle,
    string Provider,
    int Processors,
    int Regions,
    Spread BareFps,
    Spread AgentFps,
    Spread Ratio,
    StageReport Stages,
    double? VideoFps,
    double? VideoRatio,
    AgeReport Age,
    double BytesPerFrame);
