using System.Buffers;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace SemanticMlr.Faults.Ledgers;

/// <summary>Notes in a ledger what reaches a subscriber, who connects again whenever the broker was away.</summary>
internal sealed class LedgerSubscriber : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _end = new();
    private readonly MqttClientOptions _options;
    private readonly string _filter;
    private Task _connecting = Task.CompletedTask;

    private LedgerSubscriber(int port, string root)
    {
        _filter = $"{root}/camera/#";
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId($"ledger-{root.Replace('/', '-')}")
            .WithCleanStart(false) // what the broker holds for it comes after a restart
            .WithSessionExpiryInterval(uint.MaxValue)
            .Build();
    }

    /// <summary>Starts to listen, now or as soon as there is a broker.</summary>
    /// <param name="port">The broker's own port: no fault stands between.</param>
    /// <param name="root">The agent's root topic.</param>
    /// <param name="ledger">Takes the notes.</param>
    public static LedgerSubscriber Start(int port, string root, DeliveryLedger ledger)
    {
        var subscriber = new LedgerSubscriber(port, root);
        subscriber._client.ApplicationMessageReceivedAsync += arguments =>
        {
            var message = arguments.ApplicationMessage;
            var properties = (message.UserProperties ?? []).ToDictionary(each => each.Name, each => System.Text.Encoding.UTF8.GetString(each.ValueBuffer.Span), StringComparer.Ordinal);
            if (MessageNumber.Of(message.Topic, message.ContentType, properties, message.Payload.ToArray()) is { } number)
            {
                ledger.Received(number, message.Retain);
            }

            return Task.CompletedTask;
        };
        subscriber._connecting = subscriber.StayConnectedAsync();
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _connecting;
        _client.Dispose();
        _end.Dispose();
    }

    private async Task StayConnectedAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (!_client.IsConnected)
                {
                    await _client.ConnectAsync(_options, _end.Token);
                    await _client.SubscribeAsync(_filter, MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);
                }

                await Task.Delay(Pause, _end.Token);
            }
            catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException or InvalidOperationException)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
