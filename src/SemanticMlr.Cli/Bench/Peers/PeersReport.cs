using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>What <c>mlr bench peers</c> found.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Model">The fp32 encoder.</param>
/// <param name="Size">Side of its input, in pixels.</param>
/// <param name="FrameWidth">Columns of a frame.</param>
/// <param name="FrameHeight">Rows of a frame.</param>
/// <param name="Frames">Different frames.</param>
/// <param name="Rounds">Rounds.</param>
/// <param name="BareSession">Milliseconds of the session alone.</param>
/// <param name="Agent">The agent's way.</param>
/// <param name="AgentInt8">The agent's way with the bundle's int8 encoder; null where it has none.</param>
/// <param name="Peers">The others.</param>
/// <param name="OverheadRatio">What the agent takes beside the runtime's call (<see cref="PeerReport.OutsideCall"/>, else <see cref="PeerReport.BeyondBareSession"/>), divided by the least that a peer takes, medians of the rounds; null where no peer ran, or noise hides what it takes.</param>
internal sealed record PeersReport(
    BenchmarkMachine Machine,
    string Model,
    int Size,
    int FrameWidth,
    int FrameHeight,
    int Frames,
    int Rounds,
    RunTimes BareSession,
    PeerReport Agent,
    PeerReport? AgentInt8,
    IReadOnlyList<PeerReport> Peers,
    double? OverheadRatio);
