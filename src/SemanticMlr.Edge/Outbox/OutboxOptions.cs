using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Outbox;

/// <summary>How many messages may wait for the broker. The oldest of a class goes first; between classes, pictures go before events and events before states.</summary>
public sealed class OutboxOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Outbox";

    /// <summary>Bounds of states, labels, health and answers.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits States { get; set; } = new() { Messages = 1_000, Bytes = 4 * 1_024 * 1_024 };

    /// <summary>Bounds of detections and review items.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits Events { get; set; } = new() { Messages = 100_000, Bytes = 48 * 1_024 * 1_024 };

    /// <summary>Bounds of pictures for review.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits Frames { get; set; } = new() { Messages = 500, Bytes = 48 * 1_024 * 1_024 };

    /// <summary>The most bytes of payload that wait in all classes together.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(1_024L, 1L << 40)]
    public long TotalBytes { get; set; } = 64 * 1_024 * 1_024;
}
