using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Log messages of supervision; event ids 65x.</summary>
internal static partial class Log
{
    [LoggerMessage(651, LogLevel.Critical, "Stuck: {Name} has not got on for {Silence}. {Text}")]
    public static partial void Stuck(this ILogger logger, string name, TimeSpan silence, string text);

    [LoggerMessage(652, LogLevel.Warning, "{Name} gets on again")]
    public static partial void GetsOn(this ILogger logger, string name);

    [LoggerMessage(653, LogLevel.Warning, "The service manager cannot be told how the agent does: {Reason}")]
    public static partial void NotifyFailed(this ILogger logger, string reason);

    [LoggerMessage(654, LogLevel.Error, "The start has taken longer than Supervision:LongestStart ({Limit}); the service manager is asked for no more time")]
    public static partial void StartTooLong(this ILogger logger, TimeSpan limit);
}
