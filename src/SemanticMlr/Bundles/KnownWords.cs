using System.Text;
using System.Text.Json;

namespace SemanticMlr.Bundles;

/// <summary>The words that a bundle's text encoder saw in training, as far as the bundle knows.</summary>
/// <remarks>
/// A bundle that lists them (<c>words</c>) is believed. Another one shows them in part: whole words of its tokenizer's vocabulary were frequent in
/// the texts of the training, and the texts and aliases of its own label lists belong to it. A word that is not among them may still have been seen.
/// </remarks>
public sealed class KnownWords
{
    private const long MaxFileBytes = 16 << 20;

    private readonly HashSet<string> _words;

    private KnownWords(HashSet<string> words, bool isComplete) => (_words, IsComplete) = (words, isComplete);

    /// <summary>Whether the bundle lists its words, so that an absent one was never seen.</summary>
    public bool IsComplete { get; }

    /// <summary>Reads the words of a bundle, or null where it has no text encoder or nothing is known.</summary>
    /// <exception cref="BundleException">A file cannot be read.</exception>
    public static KnownWords? Of(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var manifest = bundle.Manifest;
        if (manifest.Text is not { Graph: not null, Tokenizer: { } tokenizer })
        {
            return null;
        }

        if (manifest.Words is { } file)
        {
            var lines = Encoding.UTF8.GetString(BoundedFile.Read(bundle.PathOf(file), MaxFileBytes));
            return new KnownWords([.. WordsOf(lines)], isComplete: true);
        }

        var lists = manifest.LabelSets.Keys.Select(bundle.LabelSet).Prepend(bundle.Labels);
        var texts = lists.SelectMany(list => list.Labels).SelectMany(label => label.Aliases.Prepend(label.Text)).Append(manifest.Text.Prompt);
        return new KnownWords([.. texts.SelectMany(WordsOf), .. WholeWords(bundle, tokenizer)], isComplete: false);
    }

    /// <summary>The words of a text that are not known, in order, each once.</summary>
    public IReadOnlyList<string> UnknownIn(string text) => [.. WordsOf(text).Where(word => !_words.Contains(word)).Distinct(StringComparer.Ordinal)];

    /// <summary>Runs of letters, in lower case.</summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        var word = new StringBuilder();
#pragma warning disable CA1308 // vocabularies hold lower case
        foreach (var rune in text.Normalize(NormalizationForm.FormC).ToLowerInvariant().EnumerateRunes())
#pragma warning restore CA1308
        {
            if (Rune.IsLetter(rune))
            {
                word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static List<string> WholeWords(Bundle bundle, TokenizerSpecification tokenizer)
    {
        if (tokenizer.EndOfWordSuffix is not { Length: > 0 } suffix)
        {
            return [];
        }

        using var document = JsonDocument.Parse(BoundedFile.Read(bundle.PathOf(tokenizer.Vocabulary), MaxFileBytes));
        return
        [
            .. document.RootElement.EnumerateObject().Select(token => token.Name)
                .Where(token => token.EndsWith(suffix, StringComparison.Ordinal)).Select(token => token[..^suffix.Length]),
        ];
    }
}
