using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;
using SemanticMlr.Bundles;

namespace SemanticMlr.Labels;

/// <summary>Turns texts into the token ids that a text encoder reads: byte-level BPE.</summary>
/// <remarks>Thread-safe. Texts are brought to NFC; where the specification says so they are lower-cased and their white space is collapsed.</remarks>
public sealed class TextTokenizer
{
    private const long MaxFileBytes = 16 << 20;

    private readonly TokenizerSpecification _specification;
    private readonly BpeTokenizer _tokenizer;

    /// <summary>Reads the vocabulary and the merges.</summary>
    /// <param name="specification">Which files, and how texts are prepared.</param>
    /// <param name="folder">The folder that the file names are relative to.</param>
    /// <exception cref="BundleException">A file is missing, damaged, or lacks one of the 256 bytes.</exception>
    public TextTokenizer(TokenizerSpecification specification, string folder)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _specification = specification;
        var vocabularyPath = Path.Combine(folder, specification.Vocabulary.File);
        var mergesPath = Path.Combine(folder, specification.Merges.File);
        var vocabulary = ReadVocabulary(vocabularyPath);
        CheckBytes(vocabularyPath, vocabulary, specification.EndOfWordSuffix ?? "");
        var options = new BpeOptions(vocabulary)
        {
            Merges = ReadMerges(mergesPath),
            PreTokenizer = new WordSplitter(),
            ByteLevel = true,
            EndOfWordSuffix = specification.EndOfWordSuffix,
        };
        try
        {
            _tokenizer = BpeTokenizer.Create(options);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new BundleException(mergesPath, $"the merges do not fit the vocabulary {vocabularyPath}: {exception.Message}", exception);
        }
    }

    /// <summary>The token ids of a text, with the start and end ids of the specification, without padding and without truncation.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        if (_specification.StartId is { } start)
        {
            ids.Add(start);
        }

        ids.AddRange(_tokenizer.EncodeToIds(Prepare(text)));
        if (_specification.EndId is { } end)
        {
            ids.Add(end);
        }

        return ids;
    }

    private string Prepare(string text)
    {
        var normalized = text.Normalize(NormalizationForm.FormC);
        if (!_specification.LowerCase)
        {
            return normalized;
        }

#pragma warning disable CA1308 // vocabularies of this kind hold lower case
        return string.Join(' ', normalized.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
#pragma warning restore CA1308
    }

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            using var document = StrictJson.Parse(BoundedFile.Read(path, MaxFileBytes));
            var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var token in document.RootElement.EnumerateObject())
            {
                vocabulary.Add(token.Name, token.Value.GetInt32());
            }

            return vocabulary.Values.Distinct().Count() == vocabulary.Count
                ? vocabulary
                : throw new BundleException(path, "two tokens have the same id");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new BundleException(path, $"expected one JSON object from token to id: {exception.Message}", exception);
        }
    }

    private static List<string> ReadMerges(string path)
    {
        var lines = Encoding.UTF8.GetString(BoundedFile.Read(path, MaxFileBytes)).Split('\n');
        var merges = new List<string>(lines.Length);
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number].TrimEnd('\r');
            if (line.Length == 0 || (number == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            if (line.Split(' ') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                throw new BundleException(path, $"line {number + 1} is no merge: expected two tokens with one space between");
            }

            merges.Add(line);
        }

        return merges;
    }

    /// <summary>Without this a character that the vocabulary lacks would vanish from a text without a word.</summary>
    private static void CheckBytes(string path, Dictionary<string, int> vocabulary, string suffix)
    {
        foreach (var symbol in ByteSymbols.All)
        {
            foreach (var token in new[] { symbol.ToString(), symbol + suffix })
            {
                if (!vocabulary.ContainsKey(token))
                {
                    throw new BundleException(path, $"the token \"{token}\" is missing; a byte-level vocabulary holds all 256 bytes, each also with the end-of-word suffix");
                }
            }
        }
    }
}
