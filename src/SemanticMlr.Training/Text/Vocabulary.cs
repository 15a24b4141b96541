using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Text;

/// <summary>A byte-level vocabulary: every byte, inside a word and at its end, then the merges. Any text can be written with it.</summary>
internal sealed class Vocabulary
{
    /// <summary>Marks the token that ends a word.</summary>
    public const string EndOfWord = "</w>";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly List<string> _tokens;
    private readonly IReadOnlyList<(string Left, string Right)> _merges;

    private Vocabulary(List<string> tokens, IReadOnlyList<(string Left, string Right)> merges) => (_tokens, _merges) = (tokens, merges);

    /// <summary>Number of tokens; padding has the id after the last.</summary>
    public int Size => _tokens.Count;

    /// <summary>The id that fills a row; no text gives it.</summary>
    public int PaddingId => Size;

    /// <summary>Learns the merges of phrases in lower case.</summary>
    public static Vocabulary Learn(IEnumerable<string> phrases, int merges)
    {
        string[] symbols = [.. ByteSymbols.All.Select(symbol => symbol.ToString())];
        var learned = BytePairs.Learn(phrases.SelectMany(Words).Select(word => Symbols(word, symbols)), merges);
        var tokens = symbols.Concat(symbols.Select(symbol => symbol + EndOfWord)).Concat(learned.Select(pair => pair.Left + pair.Right));
        return new Vocabulary([.. tokens.Distinct(StringComparer.Ordinal)], learned);
    }

    /// <summary>Writes the two files of the tokenizer.</summary>
    public void Write(string vocabularyPath, string mergesPath)
    {
        var ids = _tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id, StringComparer.Ordinal);
        File.WriteAllText(vocabularyPath, JsonSerializer.Serialize(ids, Plain) + "\n");
        File.WriteAllText(mergesPath, string.Concat(_merges.Select(pair => $"{pair.Left} {pair.Right}\n")));
    }

    /// <summary>Runs of letters; what stands between them is never merged.</summary>
    private static IEnumerable<string> Words(string phrase) =>
        new string([.. phrase.Select(character => char.IsLetter(character) ? char.ToLowerInvariant(character) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static List<string> Symbols(string word, string[] symbols)
    {
        var parts = Encoding.UTF8.GetBytes(word).Select(value => symbols[value]).ToList();
        parts[^1] += EndOfWord;
        return parts;
    }
}
