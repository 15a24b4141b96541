using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>How long the agent waits between connections; waits double, and up to half of each is left out by chance.</summary>
public sealed class ReconnectOptions
{
    /// <summary>The first wait.</summary>
    /// <value>The default is half a second.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Initial { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait after a refusal that only a person can lift, as a wrong password or another client with the same client id.</summary>
    /// <value>The default is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Refused { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection must hold before the waits begin small again.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);
}
