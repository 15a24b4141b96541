using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Labels;

public sealed class TextTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Encode_MergesInOrderOfRank_WithStartAndEnd()
    {
        var tokenizer = new TextTokenizer(TinyTokenizer.Write(_folder.Path, "p e", "o pe", "ope n</w>"), _folder.Path);

        // 3 + 256 + 256 byte tokens come first; "pe", "ope" and "open</w>" follow.
        Assert.Equal([1, 517, 2], tokenizer.Encode("open"));
        Assert.Equal([1, 516, Byte('d') + 256, 2], tokenizer.Encode("oped"));
    }

    [Fact]
    public void Encode_LowerCasesNormalisesAndCollapsesWhiteSpace()
    {
        var tokenizer = new TextTokenizer(TinyTokenizer.Write(_folder.Path, "a b</w>"), _folder.Path);

        Assert.Equal(tokenizer.Encode("ab cd"), tokenizer.Encode("  AB \t\u3000 Cd\n"));
        Assert.Equal(tokenizer.Encode("\u00e9"), tokenizer.Encode("e\u0301"));
    }

    [Fact]
    public void Encode_OfLettersBeyondTheBmp_KeepsTheWordTogether()
    {
        var tokenizer = new TextTokenizer(TinyTokenizer.Write(_folder.Path), _folder.Path);

        // Two letters of four bytes each form one word: only the last byte carries the end of a word.
        var ids = tokenizer.Encode("\U00010400\U00010401");
        Assert.Equal(2 + 8, ids.Count);
        Assert.Equal(1, ids.Skip(1).SkipLast(1).Count(id => id >= 3 + 256));
    }

    [Theory]
    [InlineData("it's 42 pin-holes!!", "it|'s|4|2|pin|-|holes|!!")]
    [InlineData("don't", "don|'t")]
    [InlineData("...'s", "...'|s")]
    [InlineData("", "")]
    [InlineData(" \t", "")]
    public void Splitter_CutsLikeClip(string text, string expected)
    {
        var pieces = new WordSplitter().PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length));

        Assert.Equal(expected, string.Join('|', pieces));
    }

    [Fact]
    public void Constructor_WithAVocabularyThatLacksAByte_NamesFileAndToken()
    {
        var specification = TinyTokenizer.Write(_folder.Path);
        File.WriteAllText(_folder.File("text/vocab.json"), """{"a": 1}""");

        var exception = Assert.Throws<BundleException>(() => new TextTokenizer(specification, _folder.Path));
        Assert.Contains("vocab.json: the token", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/vocab.json", "[1]", "expected one JSON object")]
    [InlineData("text/vocab.json", "{\"a\": 1, \"a\": 2}", "expected one JSON object")]
    [InlineData("text/vocab.json", "{\"a\": 1, \"b\": 1}", "same id")]
    [InlineData("text/merges.txt", "a b c", "line 1 is no merge")]
    [InlineData("text/merges.txt", "zz yy", "do not fit")]
    public void Constructor_WithADamagedFile_NamesFileAndFault(string file, string content, string fault)
    {
        var specification = TinyTokenizer.Write(_folder.Path);
        File.WriteAllText(_folder.File(file), content);

        var exception = Assert.Throws<BundleException>(() => new TextTokenizer(specification, _folder.Path));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    private static int Byte(char value) => 3 + value;
}
