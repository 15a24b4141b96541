using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace SemanticMlr.Cli.Devices;

/// <summary>Sends commands to one agent over its broker and waits for the answers. Owns the connection.</summary>
internal sealed class DeviceClient : IAsyncDisposable
{
    private readonly IMqttClient _client;
    private readonly string _root;
    private readonly string _responses;
    private readonly TimeSpan _patience;
    private readonly Dictionary<string, TaskCompletionSource<JsonObject>> _waiting = new(StringComparer.Ordinal);

    private DeviceClient(IMqttClient client, string root, TimeSpan patience)
    {
        (_client, _root, _patience) = (client, root, patience);
        _responses = $"semanticmlr-answers/{Guid.NewGuid():n}";
        client.ApplicationMessageReceivedAsync += ReceiveAsync;
    }

    /// <summary>Connects.</summary>
    /// <param name="options">The broker.</param>
    /// <param name="root">The root topic of the agent.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">The broker cannot be reached or refuses.</exception>
    public static async Task<DeviceClient> ConnectAsync(MqttClientOptionsBuilder options, string root, TimeSpan patience, CancellationToken cancellationToken)
    {
        var client = new DeviceClient(new MqttClientFactory().CreateMqttClient(), root.TrimEnd('/'), patience);
        try
        {
            var result = await client._client.ConnectAsync(options.WithProtocolVersion(MqttProtocolVersion.V500).WithTimeout(patience).Build(), cancellationToken);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new IOException($"The broker refuses the connection: {result.ResultCode} {result.ReasonString}");
            }

            await client._client.SubscribeAsync(client._responses, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
            return client;
        }
        catch (Exception exception) when (exception is not (IOException or OperationCanceledException))
        {
            await client.DisposeAsync();
            throw new IOException($"The broker cannot be reached: {exception.GetBaseException().Message}", exception);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and gives its answer.</summary>
    /// <exception cref="IOException">No answer came in time.</exception>
    public async Task<JsonObject> SendAsync(string verb, JsonObject request, CancellationToken cancellationToken)
    {
        var correlation = Guid.NewGuid().ToByteArray();
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _waiting[Convert.ToHexString(correlation)] = answer;
        }

        request["schema"] = 1;
        await _client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic($"{_root}/cmd/{verb}")
                .WithPayload(JsonSerializer.SerializeToUtf8Bytes(request, CliJson.Default.JsonObject))
                .WithContentType("application/json")
                .WithResponseTopic(_responses)
                .WithCorrelationData(correlation)
                .WithMessageExpiryInterval((uint)Math.Max(1, _patience.TotalSeconds))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build(),
            cancellationToken);
        try
        {
            return await answer.Task.WaitAsync(_patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new IOException($"No answer came from {_root} within {_patience.TotalSeconds:0} s: is the agent online ({_root}/state) and the topic right?", exception);
        }
    }

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
        TaskCompletionSource<JsonObject>? answer;
        lock (_waiting)
        {
            _waiting.Remove(Convert.ToHexString(message.CorrelationData ?? []), out answer);
        }

        try
        {
            answer?.TrySetResult(JsonNode.Parse(message.Payload.ToArray()) as JsonObject ?? throw new JsonException("expected an object"));
        }
        catch (JsonException exception)
        {
            answer!.TrySetException(new IOException($"The answer is no JSON: {exception.Message}", exception));
        }

        return Task.CompletedTask;
    }
}
