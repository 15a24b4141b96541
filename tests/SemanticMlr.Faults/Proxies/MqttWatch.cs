using System.Buffers.Binary;
using SemanticMlr.Faults.Ledgers;

namespace SemanticMlr.Faults.Proxies;

/// <summary>Reads along with a client's connection and notes in the ledger which messages the broker acknowledged. Used by two pumps at once.</summary>
internal sealed class MqttWatch(DeliveryLedger ledger)
{
    private const int Refused = 0x80;
    private readonly MqttPackets _fromClient = new();
    private readonly MqttPackets _fromServer = new();
    private readonly Dictionary<ushort, MessageNumber> _underWay = [];

    /// <summary>Takes bytes that go on to the broker.</summary>
    public void FromClient(ReadOnlySpan<byte> bytes)
    {
        foreach (var (header, body) in _fromClient.Add(bytes))
        {
            if (MqttPublish.Read(header, body) is { Message: { } message } publish)
            {
                lock (_underWay)
                {
                    _underWay[publish.Id] = message;
                }
            }
        }
    }

    /// <summary>Takes bytes that the broker sent, whether or not they reach the client.</summary>
    public void FromServer(ReadOnlySpan<byte> bytes)
    {
        foreach (var (header, body) in _fromServer.Add(bytes))
        {
            if (header >> 4 != 4)
            {
                continue;
            }

            lock (_underWay)
            {
                if (_underWay.Remove(BinaryPrimitives.ReadUInt16BigEndian(body), out var message) && (body.Length == 2 || body[2] < Refused))
                {
                    ledger.Acknowledged(message);
                }
            }
        }
    }
}
