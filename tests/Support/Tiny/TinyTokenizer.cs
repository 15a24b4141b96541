using System.Security.Cryptography;
using System.Text.Json;
using SemanticMlr.Bundles;

namespace SemanticMlr.TestSupport.Tiny;

/// <summary>Writes a small byte-level vocabulary: 512 byte tokens, the merges given, a start and an end id.</summary>
internal static class TinyTokenizer
{
    public const int PaddingId = 0;

    public static TokenizerSpecification Write(string folder, params string[] merges)
    {
        var vocabulary = new Dictionary<string, int>();
        void Add(string token) => vocabulary.TryAdd(token, vocabulary.Count);
        Add("<pad>");
        Add("<start>");
        Add("<end>");
        foreach (var suffix in new[] { "", "</w>" })
        {
            foreach (var symbol in Symbols())
            {
                Add(symbol + suffix);
            }
        }

        foreach (var merge in merges)
        {
            Add(merge.Replace(" ", "", StringComparison.Ordinal));
        }

        Directory.CreateDirectory(Path.Combine(folder, "text"));
        File.WriteAllText(Path.Combine(folder, "text", "vocab.json"), JsonSerializer.Serialize(vocabulary));
        File.WriteAllText(Path.Combine(folder, "text", "merges.txt"), "#version: 0.2\n" + string.Join('\n', merges) + "\n");
        return new TokenizerSpecification
        {
            Vocabulary = FileOf(folder, "text/vocab.json"),
            Merges = FileOf(folder, "text/merges.txt"),
            LowerCase = true,
            EndOfWordSuffix = "</w>",
            StartId = 1,
            EndId = 2,
        };
    }

    /// <summary>How byte-level BPE writes the 256 bytes: printable ones as they are, the others from U+0100 on.</summary>
    private static IEnumerable<char> Symbols()
    {
        var next = (char)256;
        for (var value = '\0'; value < 256; value++)
        {
            yield return value is < '!' or (> '~' and < '\u00a1') or '\u00ad' ? next++ : value;
        }
    }

    public static BundleFile FileOf(string folder, string file) => new() { File = file, Sha256 = HashOf(Path.Combine(folder, file)) };

    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
