using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What draining a backlog takes from the frame path.</summary>
/// <param name="Backlog">Messages of 1 KB that wait at the start.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="Fps">Frames a second of the agent with nothing to send but its own messages.</param>
/// <param name="DrainingFps">The same while the backlog drains at the agent's default rate.</param>
/// <param name="Ratio">Draining divided by not draining, round by round.</param>
/// <param name="DrainedPerSecond">Messages of the backlog that the broker acknowledged a second meanwhile.</param>
internal sealed record BacklogReport(int Backlog, int Processors, Spread Fps, Spread DrainingFps, Spread Ratio, Spread DrainedPerSecond);
