using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Bounds of one class of messages; what is oldest goes first.</summary>
public sealed class OutboxLimits
{
    /// <summary>The most bytes of payload that wait.</summary>
    [Range(1_024L, 1L << 40)]
    public long Bytes { get; set; } = 64 * 1_024 * 1_024;

    /// <summary>How long a message may wait, counted while the agent runs.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Age { get; set; } = TimeSpan.FromDays(7);
}
