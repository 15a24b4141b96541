using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class TokenizeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyBundle _bundle = new();

    public void Dispose()
    {
        _bundle.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tokenize_WithTheReferenceIdsOfClip_FindsNoDifference()
    {
        var folder = Repository.Shared("data", "clip");
        var run = (await Mlr.Run("tokenize", "--tokenizer", folder, "--file", Path.Combine(folder, "tokens.jsonl"))).Expect(0);

        Assert.Contains("30 texts, cut to 77 ids: 0 differ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenize_OfOtherIds_PrintsEveryDifference()
    {
        var file = Write("""{"text": "open", "ids": [1, 2]}""", "", """{"text": "", "ids": [1, 2]}""", """{"text": "x", "ids": []}""");
        var run = (await Mlr.Run("tokenize", "--tokenizer", _bundle.Folder, "--file", file)).Expect(1);
        var json = (await Mlr.Run("tokenize", "--tokenizer", _bundle.Folder, "--file", file, "--json")).Expect(1).Json;

        Assert.Contains("line 1, from place 1: \"open\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("expected 1 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("line 4, from place 0: \"x\"", run.Output, StringComparison.Ordinal);
        Assert.Equal([1, 4], json.GetProperty("differences").EnumerateArray().Select(difference => difference.GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData("{", "line 1: expected {\"text\": \"...\", \"ids\": [...]}")]
    [InlineData("""{"text": "a"}""", "line 1: expected")]
    [InlineData("", "holds no texts")]
    public async Task Tokenize_OfADamagedFile_NamesTheLine(string line, string expected)
    {
        var run = (await Mlr.Run("tokenize", "--tokenizer", _bundle.Folder, "--file", Write(line))).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenize_WithoutATokenizer_SaysWhatIsExpected()
    {
        var run = (await Mlr.Run("tokenize", "--tokenizer", _folder.Path, "--file", Write("{}"))).Expect(2);

        Assert.Contains("holds no tokenizer: expected vocab.json and merges.txt", run.Errors, StringComparison.Ordinal);
    }

    private string Write(params string[] lines)
    {
        File.WriteAllLines(_folder.File("tokens.jsonl"), lines);
        return _folder.File("tokens.jsonl");
    }
}
