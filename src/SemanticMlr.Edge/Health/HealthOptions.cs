using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Health;

/// <summary>How often, and where, the agent says how it does.</summary>
public sealed class HealthOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Health";

    /// <summary>The time between two <c>health</c> messages.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the agent answers how it does.</summary>
    [Required, ValidateObjectMembers]
    public HealthHttpOptions Http { get; set; } = new();
}
