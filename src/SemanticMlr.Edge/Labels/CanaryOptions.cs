using System.ComponentModel.DataAnnotations;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Labels;

/// <summary>When a list is taken back by itself: its alarms a frame exceed those of before by a factor, for a time.</summary>
/// <remarks>An alarm is a label at or above its threshold in a region of a frame.</remarks>
public sealed class CanaryOptions
{
    /// <summary>Whether lists are watched after an apply.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>How many times the alarm rate of before may be exceeded.</summary>
    /// <value>The default is 5.</value>
    [Range(1.0, 1_000_000.0)]
    public double Factor { get; set; } = 5;

    /// <summary>How long the rate must have been exceeded.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan For { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a list is watched after an apply.</summary>
    /// <value>The default is 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan WatchFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Over how long the alarm rate of before is taken.</summary>
    /// <value>The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Before { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Alarms a frame that count as the rate of before where it was lower, so that a line without faults does not make any alarm too many.</summary>
    /// <value>The default is 0.1.</value>
    [Range(0.0, 1_000.0)]
    public double MinRate { get; set; } = 0.1;

    /// <summary>The fewest frames, before and after each, by which a list is judged.</summary>
    /// <value>The default is 20.</value>
    [Range(1, 1_000_000)]
    public int MinFrames { get; set; } = 20;

    /// <summary>The lowest severity of a label that counts.</summary>
    /// <value>The default is <c>Info</c>: all labels.</value>
    public LabelSeverity Severity { get; set; } = LabelSeverity.Info;
}
