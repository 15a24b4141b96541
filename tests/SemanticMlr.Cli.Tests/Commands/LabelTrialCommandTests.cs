using System.Text;
using System.Text.Json;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class LabelTrialCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Embed_WithABundle_GivesVectorsThatTheBundleTakes()
    {
        var list = _files.PathOf("list.json");
        File.WriteAllText(_files.PathOf("phrases.txt"), "open\n\nno cap\n");
        var run = (await Mlr.Run("labels", "embed", "--bundle", _files.Bundle, "--labels", _files.PathOf("phrases.txt"), "--out", list)).Expect(0);

        Assert.Contains("2 labels with vectors of", run.Output, StringComparison.Ordinal);
        var labels = LabelListReader.Read(list, new LabelListRules { Encoder = "tiny-text" }).Labels;
        Assert.Equal(["open", "no-cap"], labels.Select(label => label.Id));
        Assert.All(labels, label => Assert.NotNull(label.Embedding));
        (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.Data, "--label-list", list, "--threads", "1", "--json")).Expect(0);
    }

    [Fact]
    public async Task Embed_OfNamesAndVectors_JoinsThem()
    {
        File.WriteAllText(_files.PathOf("names.json"), """[{"id": "cat", "text": "cat", "definition": "a pet"}, {"id": "dog", "text": "dog"}]""");
        WriteArray("(2, 3)", 6);
        (await Mlr.Run("labels", "embed", "--names", _files.PathOf("names.json"), "--vectors", _files.PathOf("x.npy"), "--encoder", "e-1", "--id", "pets", "--out", _files.PathOf("pets.json"))).Expect(0);

        using var document = JsonDocument.Parse(File.ReadAllBytes(_files.PathOf("pets.json")));
        Assert.Equal("pets", document.RootElement.GetProperty("id").GetString());
        var dog = document.RootElement.GetProperty("labels")[1];
        Assert.Equal(("e-1", 12), (dog.GetProperty("encoder").GetString(), dog.GetProperty("embedding").GetBytesFromBase64().Length));
    }

    [Theory]
    [InlineData("Give --bundle and --labels, or --names, --vectors and --encoder", "--names", "names.json")]
    [InlineData("expected [1, D], a row for each name", "--names", "names.json", "--vectors", "x.npy", "--encoder", "e")]
    [InlineData("cannot be read", "--bundle", "BUNDLE", "--labels", "nowhere.txt")]
    [InlineData("is the same as", "--bundle", "BUNDLE", "--labels", "twice.txt")]
    public async Task Embed_OfWrongInput_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        File.WriteAllText(_files.PathOf("names.json"), """[{"id": "cat", "text": "cat"}]""");
        File.WriteAllText(_files.PathOf("twice.txt"), "open\nOPEN\n");
        WriteArray("(2, 3)", 6);
        string[] named = [.. arguments.Select(argument => argument == "BUNDLE" ? _files.Bundle : Path.HasExtension(argument) ? _files.PathOf(argument) : argument)];
        var run = (await Mlr.Run(["labels", "embed", .. named, "--out", _files.PathOf("list.json")])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.PathOf("list.json")));
    }

    [Fact]
    public async Task Try_OfAPhraseOnADataSet_ShowsScoresTruthAndPictures()
    {
        var page = _files.PathOf("out/trial.md");
        var run = (await Mlr.Run(
            "labels", "try", "--bundle", _files.Bundle, "--phrase", "no cap", "--source", _files.Data, "--count", "4", "--top", "2", "--out", page, "--pictures", _files.PathOf("pictures"), "--json", "--threads", "1")).Expect(0);

        Assert.Equal(4, run.Json.GetProperty("labels").GetInt32());
        var pictures = run.Json.GetProperty("pictures").EnumerateArray().ToArray();
        Assert.Equal(4, pictures.Length);
        Assert.All(pictures, picture => Assert.Equal(2, picture.GetProperty("best").GetArrayLength()));
        var phrase = Assert.Single(run.Json.GetProperty("phrases").EnumerateArray());
        Assert.Equal("no-cap", phrase.GetProperty("id").GetString());
        Assert.Matches("^(open|short|spur)$", phrase.GetProperty("nearest").GetString());
        var named = run.Json.GetProperty("named");
        Assert.Equal((2, 2), (named.GetProperty("known").GetInt32(), named.GetProperty("unknown").GetInt32()));
        Assert.Contains("| no cap (`no-cap`) |", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("mlr labels try", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(page, ".json")));
        Assert.Equal(4, Directory.GetFiles(_files.PathOf("pictures")).Length);
    }

    [Fact]
    public async Task Try_WarnsAsADryRunDoes_OfWordsNeverSeenAndLabelsTooAlike()
    {
        var page = _files.PathOf("warned.md");
        string[] arguments =
        [
            "labels", "try", "--bundle", _files.Bundle, "--phrase", "hsort", "--source", _files.Data, "--count", "1", "--threads", "1", "--out", page,
        ];

        var warnings = (await Mlr.Run([.. arguments, "--json"])).Expect(0).Json.GetProperty("warnings").EnumerateArray().ToArray();
        var console = (await Mlr.Run(arguments)).Expect(0).Output;

        var word = Assert.Single(warnings, warning => warning.GetProperty("code").GetString() == "unknown-word");
        Assert.Equal("/labels/3/text", word.GetProperty("path").GetString());
        Assert.Contains("may never have seen \"hsort\"", word.GetProperty("message").GetString(), StringComparison.Ordinal);
        var alike = Assert.Single(warnings, warning => warning.GetProperty("code").GetString() == "too-alike"); // the tiny text encoder knows no order of letters
        Assert.Contains("\"short\" and \"hsort\"", alike.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.All(["unknown-word", "too-alike"], code => Assert.Contains(code, console, StringComparison.Ordinal));
        Assert.Contains("- `unknown-word`: \"hsort\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_OfTheBundlesOwnList_HasNothingToWarnOf() =>
        Assert.Empty((await Mlr.Run("labels", "try", "--bundle", _files.Bundle, "--source", _files.Data, "--count", "1", "--json", "--threads", "1"))
            .Expect(0).Json.GetProperty("warnings").EnumerateArray());

    [Fact]
    public async Task Try_OnACamera_TakesItsFrames()
    {
        var json = (await Mlr.Run("labels", "try", "--bundle", _files.Bundle, "--source", "sim:pcb?seed=1000001", "--count", "2", "--grid", "2x2", "--json", "--threads", "1")).Expect(0).Json;

        Assert.Equal(2, json.GetProperty("pictures").GetArrayLength());
        Assert.Matches("^r[12]c[12]$", json.GetProperty("pictures")[0].GetProperty("best")[0].GetProperty("region").GetString());
    }

    [Theory]
    [InlineData("ftp://somewhere", "the scheme 'ftp:' is not known")]
    [InlineData("nowhere.png", "cannot be read")]
    public async Task Try_OfAWrongSource_SaysWhatIsExpected(string source, string expected)
    {
        var run = (await Mlr.Run("labels", "try", "--bundle", _files.Bundle, "--source", source, "--threads", "1")).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    private void WriteArray(string shape, int values)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header];
        File.WriteAllBytes(_files.PathOf("x.npy"), [.. start, .. Enumerable.Range(1, values).SelectMany(value => BitConverter.GetBytes((float)value))]);
    }
}
