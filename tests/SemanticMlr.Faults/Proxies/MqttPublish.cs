using System.Buffers.Binary;
using System.Text;
using SemanticMlr.Faults.Ledgers;

namespace SemanticMlr.Faults.Proxies;

/// <summary>A PUBLISH packet of MQTT 5 with quality of service 1 or 2, as far as it tells which message it carries.</summary>
/// <param name="Id">Its packet identifier.</param>
/// <param name="Message">The message's number, or null where it has none.</param>
internal sealed record MqttPublish(ushort Id, MessageNumber? Message)
{
    private const int ContentType = 0x03;
    private const int UserProperty = 0x26;

    /// <summary>Reads a packet; null where it is no PUBLISH, or one without an identifier.</summary>
    public static MqttPublish? Read(byte header, byte[] body)
    {
        if (header >> 4 != 3 || (header & 0x06) == 0)
        {
            return null;
        }

        var at = 0;
        var topic = ReadText(body, ref at);
        var id = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));
        at += 2;
        var length = ReadNumber(body, ref at);
        var end = at + length;
        var contentType = "";
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        while (at < end)
        {
            switch (body[at++])
            {
                case ContentType:
                    contentType = ReadText(body, ref at);
                    break;
                case UserProperty:
                    var name = ReadText(body, ref at);
                    properties[name] = ReadText(body, ref at);
                    break;
                case 0x01: // payload format
                    at++;
                    break;
                case 0x02: // message expiry
                    at += 4;
                    break;
                case 0x23: // topic alias
                    at += 2;
                    break;
                case 0x0B: // subscription identifier
                    ReadNumber(body, ref at);
                    break;
                default: // response topic, correlation data
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));
                    break;
            }
        }

        return new MqttPublish(id, MessageNumber.Of(topic, contentType, properties, body.AsMemory(end)));
    }

    private static string ReadText(byte[] body, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));
        var text = Encoding.UTF8.GetString(body, at + 2, length);
        at += 2 + length;
        return text;
    }

    private static int ReadNumber(byte[] body, ref int at)
    {
        for (var (number, shift) = (0, 0); ; shift += 7)
        {
            var next = body[at++];
            number |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
