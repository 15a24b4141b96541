using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Outbox;

/// <summary>What may wait on disk for the broker. The oldest of a class goes first; between classes, pictures go before events and events before states.</summary>
public sealed class OutboxOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Outbox";

    /// <summary>The folder of the database and the pictures; empty takes <c>outbox</c> in the state folder.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string Folder { get; set; } = "";

    /// <summary>Which fault a stored message outlives.</summary>
    /// <value>The default is <see cref="Durability.PowerLoss"/>.</value>
    [EnumDataType(typeof(Durability))]
    public Durability Durability { get; set; } = Durability.PowerLoss;

    /// <summary>How long the first message of a group waits for others before all are stored in one commit.</summary>
    /// <value>The default is 50 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan GroupTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Bytes of payload with which a group is stored at once.</summary>
    /// <value>The default is 4 MiB.</value>
    [Range(1_024L, 1L << 30)]
    public long GroupBytes { get; set; } = 4 * 1_024 * 1_024;

    /// <summary>The most messages that wait in memory to be stored.</summary>
    /// <value>The default is 10,000.</value>
    [Range(1, 1_000_000)]
    public int QueueMessages { get; set; } = 10_000;

    /// <summary>The most bytes of payload that wait in memory to be stored.</summary>
    /// <value>The default is 32 MiB.</value>
    [Range(1_024L, 1L << 34)]
    public long QueueBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>Bounds of states, labels, health and answers.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits States { get; set; } = new() { Bytes = 64L * 1_024 * 1_024, Age = TimeSpan.FromDays(30) };

    /// <summary>Bounds of detections and review items.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits Events { get; set; } = new() { Bytes = 2L * 1_024 * 1_024 * 1_024, Age = TimeSpan.FromDays(30) };

    /// <summary>Bounds of pictures for review.</summary>
    [Required, ValidateObjectMembers]
    public OutboxLimits Frames { get; set; } = new() { Bytes = 2L * 1_024 * 1_024 * 1_024, Age = TimeSpan.FromDays(7) };

    /// <summary>The most bytes of payload that wait in all classes together.</summary>
    /// <value>The default is 3 GiB.</value>
    [Range(1_024L, 1L << 40)]
    public long TotalBytes { get; set; } = 3L * 1_024 * 1_024 * 1_024;

    /// <summary>Bytes of disk that are kept back, so that the outbox can make room for itself where the disk is full.</summary>
    /// <value>The default is 32 MiB.</value>
    [Range(0L, 1L << 34)]
    public long ReserveBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>
    /// A file that gets a line for every stored or dropped run of numbered messages, as <c>stored 41 event cam1 1 20</c>, or empty for none. What a
    /// damaged database held is only counted. It grows without bound: for tests and audits.
    /// </summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string LedgerFile { get; set; } = "";

    /// <summary>The bounds of one class.</summary>
    internal OutboxLimits Of(OutboxClass kind) => kind switch
    {
        OutboxClass.Frame => Frames,
        OutboxClass.Event => Events,
        _ => States,
    };
}
