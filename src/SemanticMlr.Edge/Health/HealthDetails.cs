using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Health;

/// <summary>The answer of <c>/healthz</c>.</summary>
/// <param name="Live">Whether every part gets on.</param>
/// <param name="Ready">Whether the agent recognises and delivers.</param>
/// <param name="Time">When it was asked, UTC.</param>
/// <param name="Version">Version of the agent.</param>
/// <param name="Bundle">Bundle, as <c>pcb-defects@3</c>; null until it is opened.</param>
/// <param name="Provider">The execution provider that was proved; null until then.</param>
/// <param name="Faults">Why it is not live or not ready.</param>
/// <param name="Parts">The parts that must get on.</param>
/// <param name="Cameras">The cameras.</param>
/// <param name="Broker">The session with the broker.</param>
/// <param name="Counters">Counts since the start, by name.</param>
/// <param name="Gauges">Present values, by name.</param>
/// <param name="Milliseconds">Percentiles of durations, by name.</param>
internal sealed record HealthDetails(
    bool Live,
    bool Ready,
    DateTimeOffset Time,
    string Version,
    string? Bundle,
    string? Provider,
    IReadOnlyList<string> Faults,
    IReadOnlyList<HealthDetails.Part> Parts,
    IReadOnlyList<HealthDetails.Source> Cameras,
    HealthDetails.Connection Broker,
    IReadOnlyDictionary<string, long> Counters,
    IReadOnlyDictionary<string, double> Gauges,
    IReadOnlyDictionary<string, Percentiles> Milliseconds)
{
    /// <summary>A part that must get on.</summary>
    internal sealed record Part(string Name, bool GetsOn, double SilenceSeconds, string Text);

    /// <summary>A camera.</summary>
    internal sealed record Source(string Name, CameraState State, DateTimeOffset Since, double Fps, double? FrameAgeMs, string? LastFault, DateTimeOffset? LastFaultAt);

    /// <summary>The session with the broker.</summary>
    internal sealed record Connection(MqttSessionState State, DateTimeOffset Since, string? Reason);
}
