using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>Another client of the broker: keeps all it hears, and validates every JSON payload against its schema.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<MqttApplicationMessage> _messages = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly string _root;

    private Subscriber(string root) => _root = root;

    public IReadOnlyList<MqttApplicationMessage> Messages => [.. _messages];

    /// <summary>What the schemas said against payloads.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    public static async Task<Subscriber> ConnectAsync(
        int port, string root = "semanticmlr/site1/line1/device1", Action<MqttClientOptionsBuilder>? configure = null)
    {
        var subscriber = new Subscriber(root);
        subscriber._client.ApplicationMessageReceivedAsync += subscriber.ReceiveAsync;
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500);
        configure?.Invoke(options);
        await subscriber._client.ConnectAsync(options.Build());
        await subscriber._client.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce);
        return subscriber;
    }

    /// <summary>Connects again as the same client; a session that the broker kept goes on.</summary>
    public Task ReconnectAsync() => _client.ConnectAsync(_client.Options);

    public Task PublishAsync(MqttApplicationMessage message) => _client.PublishAsync(message);

    public IReadOnlyList<MqttApplicationMessage> On(string below) => [.. _messages.Where(message => message.Topic == $"{_root}/{below}")];

    public static string Text(MqttUserProperty property) => Encoding.UTF8.GetString(property.ValueBuffer.Span);

    public static JsonElement Json(MqttApplicationMessage message) => JsonDocument.Parse(message.Payload).RootElement;

    public async Task<MqttApplicationMessage> WaitForAsync(string below, Func<MqttApplicationMessage, bool>? condition = null)
    {
        MqttApplicationMessage? found = null;
        await Retry.Until($"a message on {below}", () =>
        {
            found = On(below).FirstOrDefault(message => condition is null || condition(message));
            return found is not null;
        });
        return found!;
    }

    public async Task<JsonElement> WaitForJsonAsync(string below, Func<JsonElement, bool>? condition = null) =>
        Json(await WaitForAsync(below, message => condition is null || condition(Json(message))));

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs arguments)
    {
        var message = arguments.ApplicationMessage;
        if (message.ContentType == "application/json" && message.Topic.StartsWith(_root, StringComparison.Ordinal))
        {
            foreach (var fault in Schemas.FaultsOf(message.Topic[(_root.Length + 1)..], message.Payload.ToArray()))
            {
                _faults.Enqueue($"{message.Topic}: {fault}");
            }
        }

        _messages.Enqueue(message);
        return Task.CompletedTask;
    }
}
