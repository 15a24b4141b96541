using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Bundles;

public sealed class ClipTokenizerTests
{
    private const int Start = 49_406;
    private const int End = 49_407;

    [Fact]
    public void Encode_WithTheVocabularyOfClip_GivesTheIdsOfClip()
    {
        var folder = Repository.Shared("data", "clip");
        var source = TokenizerFolder.Read(folder);
        var tokenizer = source.Create();
        Assert.Equal((77, End), (source.ContextLength, source.PaddingId));
        foreach (var line in File.ReadLines(Path.Combine(folder, "tokens.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var text = document.RootElement.GetProperty("text").GetString()!;
            int[] expected = [.. document.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(expected, tokenizer.Encode(text, source.ContextLength));
        }
    }

    [Theory]
    [InlineData("<|endoftext|>", "<|", "endoftext", "|>")]
    [InlineData("a <|startoftext|> b", "a", "<|", "startoftext", "|>", "b")]
    public void Encode_OfATextThatSpellsASpecialToken_GivesTheTokensOfItsLetters(string text, params string[] pieces)
    {
        var tokenizer = TokenizerFolder.Read(Repository.Shared("data", "clip")).Create();
        var ids = tokenizer.Encode(text);

        Assert.Equal([Start, .. pieces.SelectMany(piece => tokenizer.Encode(piece).Skip(1).SkipLast(1)), End], ids);
        Assert.Equal(1, ids.Count(id => id == Start));
        Assert.Equal(1, ids.Count(id => id == End));
    }

    [Theory]
    [InlineData("\u0393\u039B\u03A9\u03A3\u03A3\u0391\u03A3", "\u03B3\u03BB\u03C9\u03C3\u03C3\u03B1\u03C2")] // a sigma at the end of a word has a form of its own
    [InlineData("\u0130", "i\u0307")]
    [InlineData("\u00C9A\u030A", "\u00E9\u00E5")]
    public void Encode_LowerCasesAsUnicodeHasIt(string text, string same)
    {
        var tokenizer = TokenizerFolder.Read(Repository.Shared("data", "clip")).Create();

        Assert.Equal(tokenizer.Encode(same), tokenizer.Encode(text));
    }
}
