using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>The wire form of the topic <c>health</c>.</summary>
/// <param name="Schema">1.</param>
/// <param name="Id">UUIDv7.</param>
/// <param name="Time">When it was made, UTC.</param>
/// <param name="Epoch">The number of this start of the agent.</param>
/// <param name="Counters">Counts since the start, by name.</param>
/// <param name="Gauges">Present values, by name.</param>
/// <param name="Milliseconds">Percentiles of durations, by name.</param>
internal sealed record HealthMessage(
    int Schema,
    Guid Id,
    DateTimeOffset Time,
    long Epoch,
    IReadOnlyDictionary<string, long> Counters,
    IReadOnlyDictionary<string, double> Gauges,
    IReadOnlyDictionary<string, Percentiles> Milliseconds);
