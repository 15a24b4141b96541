using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Supervision;

/// <summary>When the agent counts as stuck, and how long it may take to start.</summary>
public sealed class SupervisionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Supervision";

    /// <summary>
    /// How long recognition or delivery may stand still before the agent counts as stuck: <c>/livez</c> then says so and the service manager
    /// is told no more that the agent lives. Half the watchdog interval of the service manager where that is shorter. Longer than a batch takes.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the start may take, building an engine included; until then the service manager is asked for more time.</summary>
    /// <value>The default is 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan LongestStart { get; set; } = TimeSpan.FromMinutes(30);
}
