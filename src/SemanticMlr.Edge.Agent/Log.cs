using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Agent;

/// <summary>What the executable logs: event ids 8xx.</summary>
internal static partial class Log
{
    [LoggerMessage(801, LogLevel.Information, "Answering at http://{Address}:{Port}: /livez, /readyz, /healthz and /metrics")]
    public static partial void Answering(this ILogger logger, string address, int port);

    [LoggerMessage(802, LogLevel.Warning, "Nothing answers at http://{Address}:{Port} (Health:Http), the rest goes on: {Reason}")]
    public static partial void NotAnswering(this ILogger logger, string address, int port, string reason);
}
