using Microsoft.Extensions.Logging;
using SemanticMlr.Inference;

namespace SemanticMlr.Edge.Engines;

/// <summary>Log messages of engines that are built while the agent serves; event ids 22x.</summary>
internal static partial class Log
{
    [LoggerMessage(221, LogLevel.Information, "{Provider} builds its engine, which can take minutes; {Active} serves meanwhile")]
    public static partial void BuildBegins(this ILogger logger, ExecutionProvider provider, ExecutionProvider active);

    [LoggerMessage(222, LogLevel.Information, "The engine of {Provider} is built and proved after {Seconds} s; it serves from the next batch on")]
    public static partial void BuildDone(this ILogger logger, ExecutionProvider provider, double seconds);

    [LoggerMessage(223, LogLevel.Error, "{Provider} gives no engine after {Seconds} s, {Active} goes on serving: {Reason}")]
    public static partial void BuildFailed(this ILogger logger, ExecutionProvider provider, double seconds, ExecutionProvider active, string reason);

    [LoggerMessage(224, LogLevel.Warning, "The engine of {Provider} was being built when the agent was stopped; the next start begins anew")]
    public static partial void BuildAbandoned(this ILogger logger, ExecutionProvider provider);
}
