using MQTTnet;
using MQTTnet.Formatter;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Doctor;

/// <summary>Connects to the broker with the agent's name, password and certificates, beside a running agent and without a trace.</summary>
internal static class BrokerCheck
{
    public static async Task<Finding> LookAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var subject = $"broker {options.Host}:{options.Port}";
        try
        {
            using var client = new MqttClientFactory().CreateMqttClient();
            var connection = new MqttClientOptionsBuilder()
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId($"doctor-{Guid.NewGuid():n}")
                .WithCleanStart()
                .WithTimeout(options.ConnectTimeout);
            var result = await client.ConnectAsync(new BrokerAccess(options).Apply(connection).Build(), cancellationToken);
            var finding = result.ResultCode == MqttClientConnectResultCode.Success
                ? new Finding(subject, Verdict.Ok, options.Tls.Enabled ? "connected with TLS" : "connected")
                : new Finding(subject, Verdict.Fault, $"refuses the connection: {result.ResultCode} {result.ReasonString}".TrimEnd(), "Set Mqtt:UserName and Mqtt:Password as the broker knows them.");
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
            return finding;
        }
        catch (BrokerException exception)
        {
            return new Finding(subject, Verdict.Fault, exception.Message, "Name a file that the agent's user can read.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new Finding(
                subject, Verdict.Fault, $"cannot be reached: {exception.GetBaseException().Message}",
                "Check Mqtt:Host, Mqtt:Port and Mqtt:Tls, the network and the broker. The agent itself stores messages and goes on trying.");
        }
    }
}
