using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Makes the options of one connection of the agent.</summary>
internal sealed class MqttClientOptionsFactory(
    IOptions<MqttOptions> options, Topics topics, AgentStatePublisher agent, IEnumerable<IMqttListener> listeners)
{
    // With the default of 8 KiB a picture of 200 KB takes 88 ms instead of 0.2 ms.
    private const int BufferSize = 1_024 * 1_024;

    // Topic, response topic and properties; a request that is a little too long still arrives, and is answered.
    private const int Envelope = 64 * 1_024;

    private readonly IMqttListener[] _listeners = [.. listeners];
    private readonly MqttOptions _options = options.Value;

    /// <summary>The client id in use.</summary>
    public string ClientId => _options.ClientId.Length > 0
        ? _options.ClientId
        : string.Concat(topics.Root.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));

    /// <exception cref="BrokerException">A file of the configuration cannot be used.</exception>
    public MqttClientOptions Create()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)_options.SessionExpiry.TotalSeconds)
            .WithKeepAlivePeriod(_options.KeepAlive)
            .WithTimeout(_options.AckTimeout)
            .WithRequestProblemInformation(true)
            .WithWillTopic(topics.State)
            .WithWillPayload(agent.Describe(AgentState.Offline))
            .WithWillRetain(true)
            .WithWillContentType(OutboxMessage.JsonContent)
            .WithWillPayloadFormatIndicator(MqttPayloadFormatIndicator.CharacterData)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (_listeners.Length > 0)
        {
            builder = builder.WithMaximumPacketSize((uint)_listeners.Max(listener => listener.MaxBytes) + Envelope);
        }

        var result = new BrokerAccess(_options).Apply(builder).Build();
        ((MqttClientTcpOptions)result.ChannelOptions).BufferSize = BufferSize;
        return result;
    }
}
