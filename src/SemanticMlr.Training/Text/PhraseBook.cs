using SemanticMlr.Bundles;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Text;

/// <summary>The token rows of every phrase of a recipe, and which of them a step reads.</summary>
internal sealed class PhraseBook
{
    private readonly long[][][] _labels;
    private readonly long[][] _distractors;

    private PhraseBook(Vocabulary vocabulary, long[][][] labels, long[][] distractors, int contextLength)
    {
        (Vocabulary, _labels, _distractors, ContextLength) = (vocabulary, labels, distractors, contextLength);
    }

    public Vocabulary Vocabulary { get; }

    public int ContextLength { get; }

    /// <summary>Learns the vocabulary of a recipe, writes it into a folder, and encodes all phrases with the tokenizer that the agent uses.</summary>
    /// <exception cref="RecipeException">A phrase is longer than the context.</exception>
    public static PhraseBook Create(Recipe recipe, string folder)
    {
        Directory.CreateDirectory(folder);
        var prompted = recipe.Labels.Select(label => label.Phrases.Prepend(label.Text).Select(Prompted).ToArray()).ToArray();
        var distractors = recipe.Distractors.Select(Prompted).ToArray();
        var vocabulary = Vocabulary.Learn(prompted.SelectMany(phrases => phrases).Concat(distractors), recipe.Text.Merges);
        vocabulary.Write(Path.Combine(folder, Specification().Vocabulary.File), Path.Combine(folder, Specification().Merges.File));
        var tokenizer = new TextTokenizer(Specification(), folder);
        return new PhraseBook(vocabulary, [.. prompted.Select(phrases => phrases.Select(Row).ToArray())], [.. distractors.Select(Row)], recipe.Text.ContextLength);

        string Prompted(string text) => recipe.Text.Prompt.Replace("{label}", text, StringComparison.Ordinal);

        long[] Row(string text)
        {
            var ids = tokenizer.Encode(text);
            return ids.Count <= recipe.Text.ContextLength
                ? Pad(ids, recipe.Text.ContextLength, vocabulary.PaddingId)
                : throw new RecipeException(
                    $"The phrase \"{text}\" has {ids.Count} tokens; \"text.contextLength\" allows {recipe.Text.ContextLength}. Shorten it or raise the limit.");
        }
    }

    /// <summary>How the tokenizer of every trained bundle is set up; the hashes are still empty.</summary>
    public static TokenizerSpecification Specification() => new()
    {
        Vocabulary = new BundleFile { File = "vocab.json" },
        Merges = new BundleFile { File = "merges.txt" },
        LowerCase = true,
        EndOfWordSuffix = Vocabulary.EndOfWord,
    };

    /// <summary>A row of ids, filled up to a length.</summary>
    public static long[] Pad(IReadOnlyList<int> ids, int length, int padding) =>
        [.. ids.Select(id => (long)id), .. Enumerable.Repeat((long)padding, length - ids.Count)];

    /// <summary>Rows of the texts of the default list, [C, L].</summary>
    public long[] Defaults() => [.. _labels.SelectMany(phrases => phrases[0])];

    /// <summary>Rows of one phrase a label, then of so many distractors, [C + N, L], drawn by a step's own generator.</summary>
    public long[] Draw(Random random, int distractors) =>
    [
        .. _labels.SelectMany(phrases => phrases[random.Next(phrases.Length)]),
        .. Enumerable.Range(0, DistractorRows(distractors)).SelectMany(_ => _distractors[random.Next(_distractors.Length)]),
    ];

    /// <summary>How many distractors a draw of so many really holds.</summary>
    public int DistractorRows(int wanted) => _distractors.Length == 0 ? 0 : wanted;
}
