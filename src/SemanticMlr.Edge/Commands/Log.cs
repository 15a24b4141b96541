using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Commands;

internal static partial class Log
{
    [LoggerMessage(601, LogLevel.Warning, "A command on {Topic} names no topic for its answer (MQTT 5 response topic); it is refused")]
    public static partial void CommandWithoutResponseTopic(this ILogger logger, string topic);

    [LoggerMessage(602, LogLevel.Error, "Too many commands wait; {Verb} is dropped")]
    public static partial void CommandDropped(this ILogger logger, string verb);

    [LoggerMessage(603, LogLevel.Warning, "Command {Verb} failed: {Code} at \"{Path}\": {Message} ({Count} errors)")]
    public static partial void CommandFailed(this ILogger logger, string verb, string code, string path, string message, int count);

    [LoggerMessage(604, LogLevel.Debug, "Command {Verb} came again; it gets its first answer")]
    public static partial void CommandRepeated(this ILogger logger, string verb);

    [LoggerMessage(605, LogLevel.Warning, "Command {Verb} came, but commands are not taken (Commands:Enabled is false)")]
    public static partial void CommandsDisabled(this ILogger logger, string verb);

    [LoggerMessage(606, LogLevel.Warning, "A command on {Topic} was retained, so nobody knows for when it was meant; it is refused. Clear the retained message")]
    public static partial void CommandRetained(this ILogger logger, string topic);

    [LoggerMessage(608, LogLevel.Warning, "Too many commands come; {Verb} is refused (Commands:PerMinute)")]
    public static partial void CommandRateLimited(this ILogger logger, string verb);

    [LoggerMessage(609, LogLevel.Error, "Command {Verb} could not be carried out")]
    public static partial void CommandBroke(this ILogger logger, Exception exception, string verb);

    [LoggerMessage(607, LogLevel.Warning, "Command {Verb} has {Bytes} bytes, at most {Limit} are read (Commands:MaxBytes); it is refused")]
    public static partial void CommandTooLarge(this ILogger logger, string verb, int bytes, int limit);
}
