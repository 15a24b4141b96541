using System.Globalization;

namespace SemanticMlr.Edge.Supervision;

/// <summary>How often the service manager wants to hear that the agent lives; null where it does not ask.</summary>
internal sealed record WatchdogInterval(TimeSpan? Value)
{
    /// <summary>
    /// Reads <c>WATCHDOG_USEC</c>. <c>WATCHDOG_PID</c> is not compared: where a script stands between the service manager and the agent, it
    /// names the script, and a ping that nobody wants does no harm.
    /// </summary>
    public static WatchdogInterval FromEnvironment() => Parse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <summary>Reads microseconds; what is no number above zero is no watchdog.</summary>
    public static WatchdogInterval Parse(string? microseconds) =>
        new(long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? TimeSpan.FromMicroseconds(value)
            : null);
}
