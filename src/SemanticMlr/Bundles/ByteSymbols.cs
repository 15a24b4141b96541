namespace SemanticMlr.Bundles;

/// <summary>The printable characters by which a byte-level BPE writes the 256 bytes.</summary>
/// <remarks>Radford et al. 2019 (GPT-2): printable Latin-1 bytes stand for themselves, the others for U+0100 onwards in order.</remarks>
public static class ByteSymbols
{
    /// <summary>The symbol of each byte.</summary>
    public static IReadOnlyList<char> All { get; } = Create();

    private static char[] Create()
    {
        var symbols = new char[256];
        var next = 256;
        for (var value = 0; value < symbols.Length; value++)
        {
            symbols[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF)
                ? (char)value
                : (char)next++;
        }

        return symbols;
    }
}
