using System.Globalization;
using System.Text;

namespace SemanticMlr.Bundles;

/// <summary>Lower case as the tokenizers' programs have it: Unicode's full mapping (SpecialCasing.txt), of no language.</summary>
/// <remarks><see cref="string.ToLowerInvariant"/> maps one letter to one: it leaves <c>U+0130</c> as it is and knows no final sigma.</remarks>
internal static class LowerCase
{
    private const char CapitalSigma = '\u03A3';
    private const char FinalSigma = '\u03C2';

    /// <summary>What may stand between a letter and its neighbour without parting them, beside marks and formats (the property Case_Ignorable).</summary>
    private const string Ignorable = "'.:\u00B7\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>The text in lower case.</summary>
    public static string Of(string text)
    {
#pragma warning disable CA1308 // vocabularies of this kind hold lower case
        if (!text.Contains(CapitalSigma, StringComparison.Ordinal))
        {
            return text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
        }

        var marked = new StringBuilder(text);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == CapitalSigma && HasLetter(text, index, -1) && !HasLetter(text, index, 1))
            {
                marked[index] = FinalSigma;
            }
        }

        return marked.Replace("\u0130", "i\u0307").ToString().ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>Whether the next character in a direction that is not ignorable is a letter with case.</summary>
    private static bool HasLetter(string text, int index, int step)
    {
        for (var place = index + step; place >= 0 && place < text.Length; place += step)
        {
            var start = char.IsLowSurrogate(text[place]) && place > 0 ? place - 1 : place;
            var category = CharUnicodeInfo.GetUnicodeCategory(text, start);
            if (category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter)
            {
                return true;
            }

            var ignorable = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
                or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
            if (!ignorable && !Ignorable.Contains(text[place], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }
}
