using System.Text;
using Microsoft.ML.Tokenizers;

namespace SemanticMlr.Bundles;

/// <summary>Cuts a text into the pieces that BPE works on: contractions, runs of letters, single digits, runs of anything else but white space.</summary>
/// <remarks>The pattern of CLIP's tokenizer (Radford et al. 2021), by code point: .NET's <c>\p{L}</c> does not see letters beyond U+FFFF.</remarks>
internal sealed class WordSplitter : PreTokenizer
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var pieces = new List<(int Offset, int Length)>();
        var offset = 0;
        while (offset < text.Length)
        {
            var rest = text[offset..];
            var length = LengthOfPiece(rest);
            if (length > 0)
            {
                pieces.Add((offset, length));
            }

            offset += Math.Max(length, 1);
        }

        return pieces;
    }

    /// <summary>The length of the piece at the start of a text; 0 for white space (which is never outside the BMP).</summary>
    private static int LengthOfPiece(ReadOnlySpan<char> text)
    {
        foreach (var contraction in Contractions)
        {
            if (text.StartsWith(contraction, StringComparison.OrdinalIgnoreCase))
            {
                return contraction.Length;
            }
        }

        Rune.DecodeFromUtf16(text, out var first, out var length);
        var kind = KindOf(first);
        if (kind is PieceKind.WhiteSpace)
        {
            return 0;
        }

        while (kind is not PieceKind.Digit && length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var next, out var consumed);
            if (KindOf(next) != kind)
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    private static PieceKind KindOf(Rune rune) =>
        Rune.IsLetter(rune) ? PieceKind.Letter
        : Rune.IsNumber(rune) ? PieceKind.Digit
        : Rune.IsWhiteSpace(rune) ? PieceKind.WhiteSpace
        : PieceKind.Other;

    private enum PieceKind
    {
        Letter,
        Digit,
        WhiteSpace,
        Other,
    }
}
