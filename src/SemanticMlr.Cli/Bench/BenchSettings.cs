using SemanticMlr.Edge.Decisions;
using SemanticMlr.Inference;

namespace SemanticMlr.Cli.Bench;

/// <summary>What <c>mlr bench</c> measures.</summary>
/// <param name="Bundle">Folder of the bundle.</param>
/// <param name="Regions">Regions of a frame, as the agent's option.</param>
/// <param name="Rounds">Pairs of bare loop and agent, in turn.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Video">A video file, or null to make one from simulated boards.</param>
internal sealed record BenchSettings(string Bundle, string Regions, int Rounds, TimeSpan Seconds, string? Video)
{
    /// <summary>The only execution provider, or null for the best that works.</summary>
    public ExecutionProvider? Provider { get; init; }

    /// <summary>When the agent publishes a detection.</summary>
    public DetectionPublishing Publishing { get; init; } = DetectionPublishing.EveryFrame;

    /// <summary>How long the agent runs before it is measured, where a measurement has such a time of its own.</summary>
    public TimeSpan WarmUp { get; init; }
}
