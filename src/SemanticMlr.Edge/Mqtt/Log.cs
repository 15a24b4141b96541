using Microsoft.Extensions.Logging;
using MQTTnet;

namespace SemanticMlr.Edge.Mqtt;

internal static partial class Log
{
    [LoggerMessage(411, LogLevel.Information, "Connected to the broker at {Address} as {ClientId} (session present: {SessionPresent})")]
    public static partial void Connected(this ILogger logger, string address, string clientId, bool sessionPresent);

    [LoggerMessage(412, LogLevel.Warning, "{Fault} Trying again in {Delay}")]
    public static partial void ConnectionFailed(this ILogger logger, string fault, TimeSpan delay);

    [LoggerMessage(413, LogLevel.Error, "{Fault} Trying again in {Delay}")]
    public static partial void ConnectionRefused(this ILogger logger, string fault, TimeSpan delay);

    [LoggerMessage(414, LogLevel.Warning, "Connection to the broker lost after {Age}: {Reason}")]
    public static partial void ConnectionLost(this ILogger logger, string reason, TimeSpan age);

    [LoggerMessage(415, LogLevel.Warning, "The broker no longer knows the session of this agent; commands sent meanwhile are lost")]
    public static partial void SessionLost(this ILogger logger);

    [LoggerMessage(416, LogLevel.Error, "The broker refused the subscription {Filter}: {Code} (0x{CodeNumber:X2}); commands do not arrive")]
    public static partial void SubscriptionRefused(this ILogger logger, string filter, MqttClientSubscribeResultCode code, int codeNumber);

    [LoggerMessage(417, LogLevel.Error, "The broker refused a message on {Topic}: {Code} (0x{CodeNumber:X2})")]
    public static partial void MessageRefused(this ILogger logger, string topic, MqttClientPublishReasonCode code, int codeNumber);

    [LoggerMessage(418, LogLevel.Error, "A message on {Topic} has {Bytes} bytes, but the broker takes at most {Limit}; it is set aside")]
    public static partial void MessageTooLarge(this ILogger logger, string topic, int bytes, long limit);

    [LoggerMessage(419, LogLevel.Warning, "{Count} messages could not be sent before the stop; they stay in the outbox")]
    public static partial void FlushIncomplete(this ILogger logger, long count);

    [LoggerMessage(420, LogLevel.Information, "Session with the broker ended")]
    public static partial void SessionEnded(this ILogger logger);

    [LoggerMessage(421, LogLevel.Warning, "The session with the broker could not be ended in order: {Reason}")]
    public static partial void LeftWithoutGoodbye(this ILogger logger, string reason);

    [LoggerMessage(422, LogLevel.Error, "A message on {Topic} cannot be sent over MQTT and is set aside: {Reason}")]
    public static partial void MessageInvalid(this ILogger logger, string topic, string reason);

    [LoggerMessage(424, LogLevel.Error,
        "The broker closed {Count} connections while a message on {Topic} ({Bytes} bytes) alone was under way; it is set aside. The last time: {Reason}")]
    public static partial void MessageEndsConnections(this ILogger logger, int count, string topic, int bytes, string reason);

    [LoggerMessage(423, LogLevel.Error, "The session with the broker failed in a way that was not foreseen")]
    public static partial void SessionFailed(this ILogger logger, Exception exception);
}
