using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Says what a failed connection means and what to do about it. No secret enters a message.</summary>
internal static class BrokerFaults
{
    /// <summary>Session taken over: another client has the same client id.</summary>
    public const int TakenOver = 0x8E;

    private const int NotAuthorized = 0x87;

    /// <summary>Whether the client threw because of the broker or the way to it, and not of the program; a cancellation counts, as timeouts end in one.</summary>
    public static bool IsFault(Exception exception) => exception
        is MqttCommunicationException or OperationCanceledException or TimeoutException or SocketException or AuthenticationException
        or MqttProtocolViolationException or InvalidOperationException
        || exception is IOException and not BrokerException;

    /// <summary>What a connection that could not be made means.</summary>
    /// <param name="exception">What the client threw.</param>
    /// <param name="address">Host and port.</param>
    /// <param name="timeout">The timeout that ended the try, or null.</param>
    public static BrokerException Describe(Exception exception, string address, TimeSpan? timeout)
    {
        var cause = exception;
        while (cause is not (SocketException or AuthenticationException) && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause switch
        {
            _ when timeout is not null => new BrokerException(
                $"The broker at {address} did not answer within {timeout}; is it an MQTT broker, and does it expect TLS (Mqtt:Tls:Enabled)?",
                MqttSessionState.Unreachable, needsPerson: false, exception),
            AuthenticationException => new BrokerException(
                $"TLS with the broker at {address} failed: {cause.Message} Check Mqtt:Tls (CaFile, ServerName, CertificateFile).",
                MqttSessionState.Refused, needsPerson: true, exception),
            _ => new BrokerException(
                $"The broker at {address} cannot be reached: {cause.Message.TrimEnd('.')}.", MqttSessionState.Unreachable, needsPerson: false, exception),
        };
    }

    /// <summary>Whether a reason for which a broker closes a connection (MQTT 5, 3.14.2.1) lies in a message that it was sent.</summary>
    public static bool IsAboutMessage(int reason) => reason
        is 0x81 // malformed packet
        or 0x82 // protocol error
        or 0x83 // implementation specific error
        or NotAuthorized
        or 0x90 // topic name invalid
        or 0x95 // packet too large
        or 0x99 // payload format invalid
        or 0x9A // retain not supported
        or 0x9B; // QoS not supported

    /// <summary>Whether only a person can change why a broker closed a connection: to come back at once would only repeat it.</summary>
    public static bool NeedsPerson(int reason) => reason is TakenOver
        or NotAuthorized
        or 0x8A // banned
        or 0x98; // administrative action

    /// <summary>What a reason means for which a broker closes a connection.</summary>
    public static string Describe(int reason) => reason == TakenOver
        ? $"another client connected with the same client id (0x{TakenOver:X2}); each device needs an id of its own (Mqtt:ClientId)"
        : $"the broker said {(MqttClientDisconnectReason)reason} (0x{reason:X2})";

    /// <summary>What the end of a connection means.</summary>
    public static string Describe(MqttClientDisconnectedEventArgs arguments) => arguments switch
    {
        { Reason: not MqttClientDisconnectReason.NormalDisconnection and not MqttClientDisconnectReason.UnspecifiedError } =>
            Describe((int)arguments.Reason),
        { Exception: MqttProtocolViolationException exception } => BreaksProtocol(exception),
        { Exception: { } exception } => exception.Message,
        // Not every broker says that it gave the session to another client.
        _ => "the broker closed the connection; if that goes on, look for another client with the same client id (Mqtt:ClientId)",
    };

    /// <summary>What is wrong with a broker that does not keep to the protocol.</summary>
    public static string BreaksProtocol(Exception exception) => $"the broker does not keep to the MQTT protocol: {exception.Message}";

    /// <summary>What a refusal means.</summary>
    public static BrokerException Describe(MqttClientConnectResult result, string address, string clientId, string userName)
    {
        var remedy = result.ResultCode switch
        {
            MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
                userName.Length == 0
                    ? "It wants a user and a password: set Mqtt:UserName and Mqtt:Password."
                    : $"Check the user \"{userName}\" and its password (Mqtt:UserName, Mqtt:Password).",
            MqttClientConnectResultCode.Banned => "This client is banned there.",
            MqttClientConnectResultCode.ClientIdentifierNotValid => $"It does not accept the client id \"{clientId}\" (Mqtt:ClientId).",
            MqttClientConnectResultCode.UnsupportedProtocolVersion => "It does not speak MQTT 5.",
            MqttClientConnectResultCode.UseAnotherServer or MqttClientConnectResultCode.ServerMoved =>
                $"It has moved{(string.IsNullOrEmpty(result.ServerReference) ? "" : $" to {result.ServerReference}")}: set Mqtt:Host.",
            _ => null,
        };
        var words = string.IsNullOrEmpty(result.ReasonString) ? "" : $", \"{result.ReasonString}\"";
        return new BrokerException(
            $"The broker at {address} refused the connection: {result.ResultCode} (0x{(int)result.ResultCode:X2}{words})." +
            (remedy is null ? "" : $" {remedy}"),
            MqttSessionState.Refused,
            needsPerson: remedy is not null);
    }
}
