using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Outbox;

internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Error,
        "The outbox is full: the oldest messages of class {Class} are dropped ({Count} messages, {Bytes} bytes remain). Is the broker away?")]
    public static partial void MessagesDropped(this ILogger logger, OutboxClass @class, int count, long bytes);

    [LoggerMessage(402, LogLevel.Warning, "The start counter {File} cannot be used; the time is taken as epoch {Epoch} instead")]
    public static partial void EpochNotStored(this ILogger logger, Exception exception, string file, long epoch);

    [LoggerMessage(403, LogLevel.Information, "Messages of this start carry epoch {Epoch}")]
    public static partial void EpochBegins(this ILogger logger, long epoch);
}
