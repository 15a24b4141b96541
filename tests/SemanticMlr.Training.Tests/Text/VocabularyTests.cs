using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.Tests.Text;

public sealed class VocabularyTests
{
    [Fact]
    public void Frequent_pairs_are_merged_first_and_ties_have_an_order()
    {
        string[][] words = [["a", "b", "c"], ["a", "b"], ["b", "c"], ["b", "c"]];

        Assert.Equal([("b", "c"), ("a", "b")], BytePairs.Learn([.. words, ["a", "b"]], 2).OrderByDescending(pair => pair.Left).ToArray());
        Assert.Equal([("b", "c")], BytePairs.Learn(words, 1));
        Assert.Empty(BytePairs.Learn([["a", "b"]], 5));
    }

    [Fact]
    public void Any_text_can_be_written_and_known_words_are_short()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.Learn(["open circuit", "short circuit"], 50);
        vocabulary.Write(folder.File("vocab.json"), folder.File("merges.txt"));
        var tokenizer = new TextTokenizer(PhraseBook.Specification(), folder.Path);

        Assert.Single(tokenizer.Encode("CIRCUIT"));
        Assert.NotEmpty(tokenizer.Encode("Lötbrücke 断路"));
        Assert.All(tokenizer.Encode("any other text, 42!"), id => Assert.InRange(id, 0, vocabulary.Size - 1));
    }

    [Fact]
    public void A_phrase_longer_than_the_context_is_refused()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create() with { Distractors = ["quartz oscillator xyz"] };

        var exception = Assert.Throws<RecipeException>(() => PhraseBook.Create(recipe with { Text = recipe.Text with { Merges = 0 } }, folder.Path));

        Assert.Contains("text.contextLength", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_reads_one_phrase_a_label_and_the_list_reads_the_texts()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        var phrases = PhraseBook.Create(recipe, folder.Path);

        Assert.Equal(2 * recipe.Text.ContextLength, phrases.Defaults().Length);
        Assert.Equal(4 * recipe.Text.ContextLength, phrases.Draw(new Random(1), 2).Length);
    }
}
