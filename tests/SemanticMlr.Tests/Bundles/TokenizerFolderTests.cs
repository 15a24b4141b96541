using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Bundles;

public sealed class TokenizerFolderTests : IDisposable
{
    private const string Settings = """{"bos_token": {"content": "<start>"}, "eos_token": "<end>", "pad_token": "<pad>", "model_max_length": 12}""";

    private readonly TemporaryFolder _folder = new();

    public TokenizerFolderTests()
    {
        TinyTokenizer.Write(_folder.Path, "o p", "op e", "ope n</w>");
        File.WriteAllText(Path.Combine(Text, "tokenizer_config.json"), Settings);
    }

    private string Text => _folder.File("text");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfVocabularyAndMerges_HeedsTheSettings()
    {
        var source = TokenizerFolder.Read(Text);

        Assert.Equal((12, TinyTokenizer.PaddingId, 1, 2), (source.ContextLength, source.PaddingId, source.Specification.StartId, source.Specification.EndId));
        Assert.Equal([1, 517, 2], source.Create().Encode("Open"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_OfATokenizerJson_GivesTheSame(bool pairs)
    {
        string[] merges = ["o p", "op e", "ope n</w>"];
        var expected = TokenizerFolder.Read(Text).Create().Encode("open door");
        var whole = new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["end_of_word_suffix"] = "</w>",
                ["vocab"] = JsonNode.Parse(File.ReadAllText(Path.Combine(Text, "vocab.json"))),
                ["merges"] = new JsonArray([.. merges.Select(merge => pairs ? new JsonArray([.. merge.Split(' ').Select(part => (JsonNode)part)]) : (JsonNode)merge)]),
            },
        };
        File.Delete(Path.Combine(Text, "vocab.json"));
        File.WriteAllText(Path.Combine(Text, "tokenizer.json"), whole.ToJsonString(new JsonSerializerOptions()));

        Assert.Equal(expected, TokenizerFolder.Read(Text).Create().Encode("open door"));
    }

    [Fact]
    public void Read_OfABundle_TakesTheBundles()
    {
        using var bundle = new TinyBundle();

        Assert.Equal((TinyGraphs.ContextLength, 1), (TokenizerFolder.Read(bundle.Folder).ContextLength, TokenizerFolder.Read(bundle.Folder).Specification.StartId));
    }

    [Theory]
    [InlineData("vocab.json", "[1]", "expected one JSON object from token to id")]
    [InlineData("vocab.json", "{", "is not valid JSON")]
    [InlineData("vocab.json", null, "holds no tokenizer: expected vocab.json and merges.txt")]
    [InlineData("tokenizer_config.json", "[]", "cannot be read as settings of a tokenizer")]
    public void Read_OfADamagedFolder_NamesFileAndRemedy(string file, string? content, string fault)
    {
        var path = Path.Combine(Text, file);
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        Assert.Contains(fault, Assert.Throws<BundleException>(() => TokenizerFolder.Read(Text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnotherKind_NamesTheKind()
    {
        File.Delete(Path.Combine(Text, "merges.txt"));
        File.WriteAllText(Path.Combine(Text, "tokenizer.json"), """{"model": {"type": "WordPiece", "vocab": {}}}""");

        Assert.Contains("of the kind WordPiece", Assert.Throws<BundleException>(() => TokenizerFolder.Read(Text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "1 2")]
    [InlineData(3, "1 517 2")]
    [InlineData(5, "1 517 517 517 2")]
    public void Encode_ToALength_KeepsTheEndIdLast(int length, string ids) =>
        Assert.Equal(ids, string.Join(' ', TokenizerFolder.Read(Text).Create().Encode("open open open", length)));
}
