using MQTTnet;
using MQTTnet.Exceptions;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Notices a half-open link within one and a half keep-alives.</summary>
/// <remarks>The client's own check goes by the clock on the wall, which jumps.</remarks>
internal sealed class KeepAliveWatch(IMqttClient client, MqttConnection connection, TimeSpan keepAlive, TimeProvider time)
{
    /// <summary>Asks the broker at every keep-alive, until the connection is lost or the token asks to stop.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.Loss.Token, stoppingToken);
        try
        {
            while (true)
            {
                await Task.Delay(keepAlive, time, either.Token);
                await AskAsync(either.Token);
            }
        }
        catch (MqttProtocolViolationException exception)
        {
            connection.Loss.GivenUp(BrokerFaults.BreaksProtocol(exception));
        }
        catch (Exception exception) when (exception is OperationCanceledException or MqttCommunicationException or InvalidOperationException)
        {
            // Lost, which is noticed elsewhere, or asked to stop.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var patience = keepAlive / 2;
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await client.PingAsync(either.Token);
            connection.Proved();
        }
        catch (Exception exception) when (
            limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested
            && exception is OperationCanceledException or MqttCommunicationTimedOutException)
        {
            if (connection.Silence >= patience) // an acknowledgement is as good as an answer
            {
                connection.Loss.GivenUp($"the broker did not answer within {patience}");
            }
        }
    }
}
