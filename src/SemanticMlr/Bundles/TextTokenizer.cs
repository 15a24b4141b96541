using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;
using SemanticMlr.Labels;

namespace SemanticMlr.Bundles;

/// <summary>Turns texts into the token ids that a text encoder reads: byte-level BPE.</summary>
/// <remarks>
/// Thread-safe. Texts are brought to NFC; where the specification says so they are lower-cased and their white space is collapsed.
/// No text is a token by itself: one that spells <c>&lt;|endoftext|&gt;</c> is encoded as the signs and letters that it is.
/// </remarks>
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
        : this(specification, PathOf(specification?.Vocabulary, folder), PathOf(specification?.Merges, folder), BoundedFile.Read)
    {
    }

    /// <summary>A tokenizer over files that may lie in memory.</summary>
    /// <param name="specification">How texts are prepared.</param>
    /// <param name="vocabularyPath">What faults call the vocabulary.</param>
    /// <param name="mergesPath">What faults call the merges.</param>
    /// <param name="read">Gives the content of either, of at most so many bytes.</param>
    internal TextTokenizer(TokenizerSpecification specification, string vocabularyPath, string mergesPath, Func<string, long, byte[]> read)
    {
        _specification = specification;
        var vocabulary = ReadVocabulary(vocabularyPath, read(vocabularyPath, MaxFileBytes));
        CheckBytes(vocabularyPath, vocabulary, specification.EndOfWordSuffix ?? "");
        var options = new BpeOptions(vocabulary)
        {
            Merges = ReadMerges(mergesPath, read(mergesPath, MaxFileBytes)),
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

    /// <summary>The token ids of a text, cut to a length as the makers of such encoders cut: what is too much goes, the end id stays last.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most ids, start and end included; at least 2.</param>
    public IReadOnlyList<int> Encode(string text, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        var ids = Encode(text);
        return ids.Count <= length ? ids
            : _specification.EndId is { } end ? [.. ids.Take(length - 1), end]
            : [.. ids.Take(length)];
    }

    private static string PathOf(BundleFile? file, string folder)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Path.Combine(folder, file.File);
    }

    private string Prepare(string text)
    {
        var normalized = text.Normalize(NormalizationForm.FormC);
        if (!_specification.LowerCase)
        {
            return normalized;
        }

        return string.Join(' ', LowerCase.Of(normalized).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Dictionary<string, int> ReadVocabulary(string path, byte[] bytes)
    {
        try
        {
            using var document = StrictJson.Parse(bytes);
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

    private static List<string> ReadMerges(string path, byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
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
