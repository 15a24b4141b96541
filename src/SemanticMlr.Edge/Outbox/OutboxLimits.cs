using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Bounds of one class of messages.</summary>
public sealed class OutboxLimits
{
    /// <summary>The most messages that wait.</summary>
    [Range(1, 10_000_000)]
    public int Messages { get; set; } = 10_000;

    /// <summary>The most bytes of payload that wait.</summary>
    [Range(1_024L, 1L << 40)]
    public long Bytes { get; set; } = 16 * 1_024 * 1_024;
}
