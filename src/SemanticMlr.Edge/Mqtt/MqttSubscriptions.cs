using Microsoft.Extensions.Logging;
using MQTTnet;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Subscribes to what the listeners want, and hands each what comes for it.</summary>
internal sealed class MqttSubscriptions(IEnumerable<IMqttListener> listeners, MqttOptions options, TimeProvider time, ILogger logger)
{
    private readonly IMqttListener[] _listeners = [.. listeners];

    /// <summary>Subscribes to every filter that is wanted and unsubscribes from the others; where that fails, the connection is given up.</summary>
    public async Task SubscribeAsync(IMqttClient client, MqttConnection connection, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(options.AckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            foreach (var listener in _listeners)
            {
                if (!listener.IsWanted)
                {
                    await client.UnsubscribeAsync(
                        new MqttClientUnsubscribeOptionsBuilder().WithTopicFilter(listener.Filter).Build(), either.Token);
                    continue;
                }

                var filter = new MqttClientSubscribeOptionsBuilder()
                    .WithTopicFilter(filter => filter.WithTopic(listener.Filter).WithAtLeastOnceQoS())
                    .Build();
                var result = await client.SubscribeAsync(filter, either.Token);
                connection.Proved();
                foreach (var refused in result.Items.Where(item => (int)item.ResultCode >= 0x80))
                {
                    logger.SubscriptionRefused(listener.Filter, refused.ResultCode, (int)refused.ResultCode);
                }
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            connection.Loss.GivenUp($"the broker did not acknowledge a subscription within {options.AckTimeout}");
        }
        catch (OperationCanceledException)
        {
            // The agent stops; it still says so to the broker.
        }
        catch (Exception exception) when (BrokerFaults.IsFault(exception))
        {
            connection.Loss.GivenUp(exception.Message);
        }
    }

    /// <summary>Hands a message to every listener whose filter it matches.</summary>
    public void Dispatch(MqttApplicationMessage message)
    {
        foreach (var listener in _listeners.Where(listener =>
            MqttTopicFilterComparer.Compare(message.Topic, listener.Filter) == MqttTopicFilterCompareResult.IsMatch))
        {
            listener.Received(message.ToIncoming());
        }
    }
}
