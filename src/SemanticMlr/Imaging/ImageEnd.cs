using System.Buffers.Binary;

namespace SemanticMlr.Imaging;

/// <summary>Sees that an image was cut off, which decoders pass over: they fill the rest with grey.</summary>
internal static class ImageEnd
{
    private const byte Escape = 0xFF;
    private const byte Temporary = 0x01;
    private const byte FirstRestart = 0xD0;
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;

    private static ReadOnlySpan<byte> JpegStart => [Escape, Start, Escape];

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>Whether a JPEG or PNG lacks its end. Bytes behind the end are allowed.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> file) =>
        file.StartsWith(JpegStart)
            ? !HasJpegEnd(file)
            : file.StartsWith(PngStart) && file.LastIndexOf("IEND"u8) < 0;

    /// <summary>Goes from marker to marker, because segments, as that of a thumbnail, and what lies behind the end may hold any bytes.</summary>
    private static bool HasJpegEnd(ReadOnlySpan<byte> file)
    {
        var scanned = false;
        var position = JpegStart.Length - 1;
        while (true)
        {
            var distance = file[position..].IndexOf(Escape);
            position += distance + 1;
            if (distance < 0 || position == file.Length)
            {
                return false;
            }

            var marker = file[position];
            if (marker == Escape)
            {
                continue;
            }

            position++;
            if (marker == End)
            {
                return scanned;
            }

            // 00 stands behind a value of FF inside a scan; these and restarts have no length.
            if (marker is 0 or Temporary or (>= FirstRestart and <= Start))
            {
                continue;
            }

            scanned |= marker == Scan;
            if (position + sizeof(ushort) > file.Length)
            {
                return false;
            }

            position += BinaryPrimitives.ReadUInt16BigEndian(file[position..]);
            if (position > file.Length)
            {
                return false;
            }
        }
    }
}
