namespace SemanticMlr.Cli.Bench;

/// <summary>What the outbox reaches on this machine.</summary>
/// <param name="Durability">Which fault a stored message outlives.</param>
/// <param name="GroupMs">How long a group waits, in milliseconds.</param>
/// <param name="Processors">Processors of the machine.</param>
/// <param name="InPerSecond">Messages of 1 KB stored a second.</param>
/// <param name="AppendMicroseconds">The longest an append took while they were stored, at the 99.9th percentile.</param>
/// <param name="FramesPerSecond">Pictures of 200 KB stored a second.</param>
/// <param name="DrainedPerSecond">Messages of 1 KB acknowledged a second by a local broker with QoS 1, or null where there is no mosquitto.</param>
/// <param name="Backlog">Messages of the backlog.</param>
/// <param name="BacklogOpenSeconds">From opening the backlog to its first message.</param>
/// <param name="BacklogMemoryMB">By how much the working set grew from before the backlog was opened to the end of draining a part of it.</param>
internal sealed record OutboxReport(
    string Durability,
    double GroupMs,
    int Processors,
    double InPerSecond,
    double AppendMicroseconds,
    double FramesPerSecond,
    double? DrainedPerSecond,
    int Backlog,
    double BacklogOpenSeconds,
    double BacklogMemoryMB);
