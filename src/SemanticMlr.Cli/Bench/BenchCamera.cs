using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Cli.Bench;

/// <summary>A camera of the agent that is measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Its address; null leaves it without a source: it waits for frames that are offered to it.</param>
internal sealed record BenchCamera(string Name, string? Source)
{
    /// <summary>The name of the camera where there is one only.</summary>
    public const string OnlyName = "bench";

    /// <summary>How fast stored pictures are played.</summary>
    public FramePace Pace { get; init; } = FramePace.Realtime;

    /// <summary>The pace of stored pictures or the limit of a live source, in frames a second; 0 is the source's own.</summary>
    public double Rate { get; init; }
}
