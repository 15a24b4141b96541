using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Outbox;

internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Error, "Messages of class {Class} are lost: {Why}")]
    public static partial void MessagesDropped(this ILogger logger, OutboxClass @class, string why);

    [LoggerMessage(402, LogLevel.Warning, "The start counter {File} cannot be used; the time is taken as epoch {Epoch} instead")]
    public static partial void EpochNotStored(this ILogger logger, Exception exception, string file, long epoch);

    [LoggerMessage(403, LogLevel.Information, "Messages of this start carry epoch {Epoch}")]
    public static partial void EpochBegins(this ILogger logger, long epoch);

    [LoggerMessage(404, LogLevel.Information, "The outbox {Folder} is open; {Count} messages wait in it")]
    public static partial void OutboxOpened(this ILogger logger, string folder, long count);

    [LoggerMessage(405, LogLevel.Error, "The outbox {Folder} is damaged ({Fault}). It was set aside as {Aside}, and an empty one begins")]
    public static partial void OutboxSetAside(this ILogger logger, string folder, string fault, string aside);

    [LoggerMessage(406, LogLevel.Error, "The disk of the outbox {Folder} is full ({Fault}); pictures give way first, then the oldest events. Make room on it")]
    public static partial void DiskFull(this ILogger logger, string folder, string fault);

    [LoggerMessage(407, LogLevel.Information, "The disk of the outbox {Folder} has room again")]
    public static partial void DiskHasRoom(this ILogger logger, string folder);

    [LoggerMessage(408, LogLevel.Error, "Nothing can be stored in the outbox {Folder}; messages go out from memory, and an end of the agent loses those that wait")]
    public static partial void NothingStored(this ILogger logger, Exception exception, string folder);

    [LoggerMessage(409, LogLevel.Information, "Messages are stored in the outbox {Folder} again")]
    public static partial void StoredAgain(this ILogger logger, string folder);

    [LoggerMessage(410, LogLevel.Error, "The outbox {Folder} could not be used; it is tried again")]
    public static partial void OutboxFault(this ILogger logger, Exception exception, string folder);

    [LoggerMessage(431, LogLevel.Information, "{Count} files of pictures that no message names were deleted; the agent had ended hard")]
    public static partial void OrphansSwept(this ILogger logger, int count);

    [LoggerMessage(432, LogLevel.Error, "The outbox {Folder} was not closed within {Limit}; is its disk in order?")]
    public static partial void OutboxNotClosed(this ILogger logger, string folder, TimeSpan limit);

    [LoggerMessage(433, LogLevel.Warning, "The disk of the outbox {Folder} has less than twice the {Bytes} bytes of Outbox:ReserveBytes free, so that they are not kept back yet. Make room on it")]
    public static partial void ReserveNotKept(this ILogger logger, string folder, long bytes);
}
