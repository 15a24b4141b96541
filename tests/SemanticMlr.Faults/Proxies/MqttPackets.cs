namespace SemanticMlr.Faults.Proxies;

/// <summary>Cuts a stream of bytes into MQTT packets.</summary>
internal sealed class MqttPackets
{
    private const int LongestLength = 4;
    private byte[] _bytes = [];

    /// <summary>Adds bytes and gives the packets that are whole: first byte, and what follows the length.</summary>
    public IReadOnlyList<(byte Header, byte[] Body)> Add(ReadOnlySpan<byte> bytes)
    {
        _bytes = [.. _bytes, .. bytes];
        var packets = new List<(byte, byte[])>();
        var start = 0;
        while (TryReadLength(start + 1, out var body, out var length) && body + length <= _bytes.Length)
        {
            packets.Add((_bytes[start], _bytes[body..(body + length)]));
            start = body + length;
        }

        _bytes = _bytes[start..];
        return packets;
    }

    private bool TryReadLength(int at, out int end, out int length)
    {
        length = 0;
        for (end = at; end < _bytes.Length && end < at + LongestLength;)
        {
            var next = _bytes[end];
            length |= (next & 0x7F) << (7 * (end - at));
            end++;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
