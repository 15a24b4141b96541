using SemanticMlr.Bundles;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Text;

/// <summary>The token rows of every phrase of a recipe, and which of them a step reads.</summary>
internal sealed class PhraseBook
{
    private readonly long[][][] _labels;
    private readonly long[][] _distractors;
    private readonly TextTokenizer _tokenizer;
    private readonly TextRecipe _recipe;

    private PhraseBook(IReadOnlyList<IReadOnlyList<string>> labels, IReadOnlyList<string> distractors, TextRecipe recipe, string folder)
    {
        Directory.CreateDirectory(folder);
        _recipe = recipe;
        Vocabulary = Vocabulary.Learn(labels.SelectMany(phrases => phrases).Concat(distractors).Select(Prompted), recipe.Merges);
        Vocabulary.Write(Path.Combine(folder, Specification().Vocabulary.File), Path.Combine(folder, Specification().Merges.File));
        _tokenizer = new TextTokenizer(Specification(), folder);
        _labels = [.. labels.Select(phrases => phrases.Select(Row).ToArray())];
        _distractors = [.. distractors.Select(Row)];
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Tokens of a row, L.</summary>
    public int ContextLength => _recipe.ContextLength;

    /// <summary>Learns the vocabulary of a recipe, writes it into a folder, and encodes all phrases with the tokenizer that the agent uses.</summary>
    /// <exception cref="RecipeException">A phrase is longer than the context.</exception>
    public static PhraseBook Create(Recipe recipe, string folder) =>
        Create([.. recipe.Labels.Select(label => (IReadOnlyList<string>)[label.Text, .. label.Phrases])], recipe.Distractors, recipe.Text, folder);

    /// <inheritdoc cref="Create(Recipe, string)"/>
    /// <param name="labels">The wordings of each label, the one that lists show first.</param>
    /// <param name="distractors">Phrases that hold nowhere.</param>
    /// <param name="recipe">The text encoder and its tokenizer.</param>
    /// <param name="folder">Where the tokenizer's files go.</param>
    public static PhraseBook Create(IReadOnlyList<IReadOnlyList<string>> labels, IReadOnlyList<string> distractors, TextRecipe recipe, string folder) =>
        new(labels, distractors, recipe, folder);

    /// <summary>The row of a text [L], in the prompt.</summary>
    /// <exception cref="RecipeException">The text is longer than the context.</exception>
    public long[] Row(string text)
    {
        var ids = _tokenizer.Encode(Prompted(text));
        return ids.Count <= ContextLength
            ? Pad(ids, ContextLength, Vocabulary.PaddingId)
            : throw new RecipeException(
                $"The phrase \"{text}\" has {ids.Count} tokens; \"text.contextLength\" allows {ContextLength}. Shorten it or raise the limit.");
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

    private string Prompted(string text) => _recipe.Prompt.Replace("{label}", text, StringComparison.Ordinal);
}
