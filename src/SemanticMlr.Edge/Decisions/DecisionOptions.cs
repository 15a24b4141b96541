using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Decisions;

/// <summary>When a label counts as seen, and when that is published.</summary>
public sealed class DecisionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Decisions";

    /// <summary>Whether a detection is published when something changed, or for every frame.</summary>
    /// <value>The default is <see cref="DetectionPublishing.OnChange"/>.</value>
    public DetectionPublishing Publish { get; set; } = DetectionPublishing.OnChange;

    /// <summary>How far below its threshold the probability of a label must fall before the label turns off; never below half the threshold.</summary>
    /// <value>The default is 0.05.</value>
    [Range(0.0, 0.5)]
    public double Hysteresis { get; set; } = 0.05;

    /// <summary>Consecutive frames at or above the threshold before a label turns on.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 1_000)]
    public int MinFramesOn { get; set; } = 2;

    /// <summary>Consecutive frames below the lower threshold before a label turns off.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 1_000)]
    public int MinFramesOff { get; set; } = 2;

    /// <summary>How often a camera that delivers frames publishes everything that is on, changed or not.</summary>
    /// <value>The default is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromMinutes(1);
}
