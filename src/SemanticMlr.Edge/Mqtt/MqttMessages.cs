using System.Buffers;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Turns messages of the outbox into those of the MQTT client, and back.</summary>
internal static class MqttMessages
{
    private static readonly byte[] Historical = ",\"historical\":true}"u8.ToArray();

    /// <param name="message">The message.</param>
    /// <param name="lateness">How late it is. A late message says so, and one that is replayed is not retained in place of the present.</param>
    public static MqttApplicationMessage ToMqtt(this OutboxMessage message, Lateness lateness)
    {
        var isJson = message.ContentType == OutboxMessage.JsonContent;
        var isLate = lateness != Lateness.None;
        var builder = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(isLate && isJson ? MarkHistorical(message.Payload) : message.Payload)
            .WithContentType(message.ContentType)
            .WithPayloadFormatIndicator(isJson ? MqttPayloadFormatIndicator.CharacterData : MqttPayloadFormatIndicator.Unspecified)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(message.Retain && lateness != Lateness.Replayed);
        if (message.Expiry is { } expiry)
        {
            builder = builder.WithMessageExpiryInterval((uint)Math.Max(1, expiry.TotalSeconds));
        }

        if (message.CorrelationData is { } correlation)
        {
            builder = builder.WithCorrelationData(correlation);
        }

        foreach (var (name, value) in message.Properties)
        {
            builder = builder.WithUserProperty(name, Encoding.UTF8.GetBytes(value).AsMemory());
        }

        if (!isJson)
        {
            builder = builder.WithUserProperty("historical", (isLate ? "true"u8 : "false"u8).ToArray().AsMemory());
        }

        return builder.Build();
    }

    /// <summary>Why a message is none that MQTT can carry, or null where it is one.</summary>
    public static string? FaultOf(this OutboxMessage message)
    {
        try
        {
            MqttTopicValidator.ThrowIfInvalid(message.Topic);
        }
        catch (MqttProtocolViolationException exception)
        {
            return exception.Message;
        }

        int[] lengths =
        [
            Encoding.UTF8.GetByteCount(message.Topic),
            message.CorrelationData?.Length ?? 0,
            .. message.Properties.SelectMany(each => (int[])[Encoding.UTF8.GetByteCount(each.Key), Encoding.UTF8.GetByteCount(each.Value)]),
        ];
        return lengths.Max() > ushort.MaxValue ? $"its topic, correlation data or a property has more than {ushort.MaxValue} bytes" : null;
    }

    /// <summary>At most so many bytes has the packet of a message: payload, topic, properties, and what frames them.</summary>
    public static long PacketBytes(this OutboxMessage message)
    {
        const int Frame = 64; // header, packet identifier, lengths, format, expiry and the mark of what waited
        const int Property = 5;
        return Frame + message.Payload.Length + Encoding.UTF8.GetByteCount(message.Topic) + message.ContentType.Length
            + (message.CorrelationData?.Length ?? 0)
            + message.Properties.Sum(each => Property + Encoding.UTF8.GetByteCount(each.Key) + Encoding.UTF8.GetByteCount(each.Value));
    }

    public static IncomingMessage ToIncoming(this MqttApplicationMessage message) => new()
    {
        Topic = message.Topic,
        Payload = message.Payload.ToArray(),
        ResponseTopic = string.IsNullOrEmpty(message.ResponseTopic) ? null : message.ResponseTopic,
        CorrelationData = message.CorrelationData is { Length: > 0 } correlation ? correlation : null,
        Expiry = message.MessageExpiryInterval > 0 ? TimeSpan.FromSeconds(message.MessageExpiryInterval) : null,
        Retained = message.Retain,
    };

    /// <summary>Adds a last member to a JSON object, so that what waits need not be parsed.</summary>
    private static byte[] MarkHistorical(byte[] payload) => [.. payload.AsSpan(0, payload.Length - 1), .. Historical];
}
