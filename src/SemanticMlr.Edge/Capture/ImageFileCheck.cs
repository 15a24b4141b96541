namespace SemanticMlr.Edge.Capture;

/// <summary>Sees whether an image file is whole, because decoders fill what is missing with grey and say nothing.</summary>
internal static class ImageFileCheck
{
    private static readonly byte[] PngEnd = "IEND"u8.ToArray();

    /// <summary>What is wrong with the file, or null. Formats other than JPEG and PNG are left to the decoder.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> file) => file switch
    {
        [] => "the file is empty",
        [0xFF, 0xD8, ..] => IsWholeJpeg(file) ? null : "the JPEG ends too early",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => file.IndexOf(PngEnd) >= 0 ? null : "the PNG ends too early",
        _ => null,
    };

    /// <summary>Walks over the segments to the picture's data (an embedded thumbnail has an end of its own) and looks for the end marker there.</summary>
    private static bool IsWholeJpeg(ReadOnlySpan<byte> file)
    {
        const byte StartOfScan = 0xDA;
        var position = 2;
        while (position + 4 <= file.Length && file[position] == 0xFF)
        {
            var marker = file[position + 1];
            if (marker == StartOfScan)
            {
                return file[position..].IndexOf([(byte)0xFF, (byte)0xD9]) >= 0;
            }

            position += marker is 0xFF ? 1
                : marker is >= 0xD0 and <= 0xD7 or 0x01 ? 2
                : 2 + ((file[position + 2] << 8) | file[position + 3]);
        }

        return false;
    }
}
