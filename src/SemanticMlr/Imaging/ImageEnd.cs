namespace SemanticMlr.Imaging;

/// <summary>Sees that an image was cut off, which decoders pass over: they fill the rest with grey.</summary>
internal static class ImageEnd
{
    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> JpegScan => [0xFF, 0xDA];

    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>Whether a JPEG or PNG lacks its end. Bytes behind the end are allowed.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> file) =>
        file.StartsWith(JpegStart)
            // Inside a scan FF is always followed by 00 or a restart marker, so the end cannot be mistaken.
            ? file.LastIndexOf(JpegEnd) < file.LastIndexOf(JpegScan) || file.LastIndexOf(JpegScan) < 0
            : file.StartsWith(PngStart) && file.LastIndexOf("IEND"u8) < 0;
}
