using System.Text.Json;
using SemanticMlr.Labels;

namespace SemanticMlr.Bundles;

/// <summary>Reads the tokenizer of a text encoder from a bundle or from the files that Hugging Face exports lay beside a model.</summary>
public static class TokenizerFolder
{
    private const string Vocabulary = "vocab.json";
    private const string Merges = "merges.txt";
    private const string Whole = "tokenizer.json";
    private const int UsualContext = 77;
    private const int MaxContext = 4_096;
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">A bundle, or a folder with <c>vocab.json</c> and <c>merges.txt</c>, or with <c>tokenizer.json</c>; <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> are heeded.</param>
    /// <exception cref="BundleException">No tokenizer is there, or it is none of this kind; with the remedy.</exception>
    public static TokenizerSource Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(Path.Combine(folder, BundleManifest.FileName)))
        {
            return OfBundle(folder);
        }

        var settings = new TokenizerSettings(folder);
        if (File.Exists(Path.Combine(folder, Vocabulary)) && File.Exists(Path.Combine(folder, Merges)))
        {
            var vocabulary = BoundedFile.Read(Path.Combine(folder, Vocabulary), MaxBytes);
            return Create(folder, settings, vocabulary, BoundedFile.Read(Path.Combine(folder, Merges), MaxBytes), suffix: null);
        }

        var path = Path.Combine(folder, Whole);
        if (!File.Exists(path))
        {
            throw new BundleException(folder, $"holds no tokenizer: expected {Vocabulary} and {Merges}, or {Whole}, or a bundle; copy them from where the text model comes from");
        }

        using var document = Parse(path, BoundedFile.Read(path, MaxBytes));
        var (tokens, merges, end) = TokenizerJson.Read(path, document.RootElement);
        return Create(folder, settings, tokens, merges, end);
    }

    private static TokenizerSource OfBundle(string folder)
    {
        var manifest = BundleReader.ReadManifest(folder);
        var tokenizer = manifest.Text.Tokenizer
            ?? throw new BundleException(Path.Combine(folder, BundleManifest.FileName), "the bundle has no \"text.tokenizer\": its labels bring their vectors");
        return new TokenizerSource(
            tokenizer,
            BundleHash.Read(folder, tokenizer.Vocabulary, BundleLimits.Text),
            BundleHash.Read(folder, tokenizer.Merges, BundleLimits.Text),
            manifest.Text.ContextLength,
            manifest.Text.PaddingId)
        {
            Origin = folder,
        };
    }

    private static TokenizerSource Create(string folder, TokenizerSettings settings, byte[] vocabulary, byte[] merges, string? suffix)
    {
        var path = Path.Combine(folder, Vocabulary);
        using var document = Parse(path, vocabulary);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new BundleException(path, "expected one JSON object from token to id");
        }

        int? IdOf(string? token) =>
            token is not null && document.RootElement.TryGetProperty(token, out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var number) ? number : null;

        const string Suffix = "</w>";
        var endOfWord = suffix ?? (document.RootElement.EnumerateObject().Any(token => token.Name.EndsWith(Suffix, StringComparison.Ordinal)) ? Suffix : null);
        var end = IdOf(settings.Token("eos_token") ?? "<|endoftext|>");
        var specification = new TokenizerSpecification
        {
            Vocabulary = new BundleFile { File = Vocabulary },
            Merges = new BundleFile { File = Merges },
            LowerCase = settings.LowerCase,
            EndOfWordSuffix = endOfWord,
            StartId = IdOf(settings.Token("bos_token") ?? "<|startoftext|>"),
            EndId = end,
        };
        var length = settings.Length is { } given and >= 2 and <= MaxContext ? (int)given : UsualContext;
        return new TokenizerSource(specification, vocabulary, merges, length, IdOf(settings.Token("pad_token")) ?? end ?? 0) { Origin = folder };
    }

    private static JsonDocument Parse(string path, byte[] bytes)
    {
        try
        {
            return StrictJson.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw new BundleException(path, exception.Message, exception);
        }
    }
}
