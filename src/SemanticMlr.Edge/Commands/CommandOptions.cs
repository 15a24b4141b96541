using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Commands;

/// <summary>How commands over MQTT are taken.</summary>
public sealed class CommandOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Commands";

    /// <summary>Whether commands are taken at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Commands that may wait; one that finds no place is answered with <c>busy</c>.</summary>
    /// <value>The default is 32.</value>
    [Range(1, 10_000)]
    public int QueueCapacity { get; set; } = 32;

    /// <summary>Answers that are kept for repeated requests.</summary>
    /// <value>The default is 1,000.</value>
    [Range(1, 100_000)]
    public int KeptAnswers { get; set; } = 1_000;

    /// <summary>The most bytes of all answers that are kept.</summary>
    /// <value>The default is 8 MiB.</value>
    [Range(1_024L, 1L << 34)]
    public long KeptAnswerBytes { get; set; } = 8 * 1_024 * 1_024;

    /// <summary>Commands that are taken at once, of all senders together; further ones are answered with <c>rate-limited</c>.</summary>
    /// <value>The default is 60.</value>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 60;

    /// <summary>Commands a minute that are taken beyond those.</summary>
    /// <value>The default is 300.</value>
    [Range(1, 10_000_000)]
    public int PerMinute { get; set; } = 300;

    /// <summary>The most bytes of a request.</summary>
    /// <value>The default is 1 MiB.</value>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxBytes { get; set; } = 1_024 * 1_024;

    /// <summary>How long the broker keeps an answer for a requester that is away.</summary>
    /// <value>The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AnswerExpiry { get; set; } = TimeSpan.FromMinutes(5);
}
