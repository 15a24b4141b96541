using SemanticMlr.Datasets;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class DataMaskCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Mask_WithAGrid_WritesARecordATile_ThatEvalAndCalibrateRead()
    {
        var masked = _files.PathOf("masked/single.jsonl");
        var json = (await Mlr.Run("data", "mask", "--data", _files.Data, "--grid", "3x3", "--keep", "single", "--seed", "3", "--out", masked, "--json")).Expect(0).Json;

        Assert.Equal((12, 108), (json.GetProperty("images").GetInt32(), json.GetProperty("samples").GetInt32()));
        var total = json.GetProperty("total");
        Assert.Equal(12, total.GetProperty("positivesKept").GetInt32()); // one box a picture
        Assert.Equal(0, total.GetProperty("positivesHidden").GetInt32());
        Assert.Equal(108 * 3 - 12, total.GetProperty("negativesHidden").GetInt32());
        Assert.Equal(96, json.GetProperty("withoutKnownPositives").GetInt32());
        Assert.Equal(108, DatasetReader.Read(masked).Count(record => record.Region is not null));

        // Nothing but positives is known, so that every known sample is a hit of its label.
        var eval = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", masked, "--threads", "1", "--json")).Expect(0).Json;
        Assert.Equal((12, 108), (eval.GetProperty("images").GetInt32(), eval.GetProperty("samples").GetInt32()));
        Assert.Equal(1, eval.GetProperty("ap").GetProperty("open").GetDouble());
        Assert.All(eval.GetProperty("labels").EnumerateArray(), label => Assert.Equal(0, label.GetProperty("negatives").GetInt32()));

        var calibrated = (await Mlr.Run("calibrate", "--bundle", _files.Bundle, "--data", masked, "--best-f1", "--threads", "1", "--out", _files.PathOf("c.json"), "--json")).Expect(0).Json;
        Assert.All(calibrated.GetProperty("labels").EnumerateArray(), label => Assert.Equal((0, true), (label.GetProperty("negatives").GetInt32(), label.GetProperty("provisional").GetBoolean())));
    }

    [Fact]
    public async Task Mask_WithTheSameSeed_WritesTheSameFile_AndSaysWhatIsHidden()
    {
        string[] arguments = ["data", "mask", "--data", _files.Data, "--grid", "3x3", "--keep", "0.3", "--out", _files.PathOf("a.jsonl")];
        var run = (await Mlr.Run([.. arguments, "--seed", "3"])).Expect(0);
        var first = File.ReadAllText(_files.PathOf("a.jsonl"));
        (await Mlr.Run([.. arguments, "--seed", "3"])).Expect(0);
        var again = File.ReadAllText(_files.PathOf("a.jsonl"));
        (await Mlr.Run([.. arguments, "--seed", "4"])).Expect(0);

        Assert.Equal(first, again);
        Assert.NotEqual(first, File.ReadAllText(_files.PathOf("a.jsonl")));
        Assert.Contains("Hidden: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mask_WithALabelList_NamesTheLabelsOutsideIt()
    {
        var list = Path.Combine(_files.Bundle, "labels.json");

        var run = (await Mlr.Run("data", "mask", "--data", _files.Data, "--keep", "1", "--label-list", list, "--out", _files.PathOf("a.jsonl"))).Expect(0);

        Assert.Contains("unknown everywhere: unlisted", run.Errors, StringComparison.Ordinal);
        Assert.All(DatasetReader.Read(_files.PathOf("a.jsonl")), record => Assert.Equal(["unlisted"], record.Unknown));
    }

    [Fact]
    public async Task Mask_OntoItself_IsRefused()
    {
        var run = (await Mlr.Run("data", "mask", "--data", _files.Data, "--keep", "single", "--out", _files.Data)).Expect(2);

        Assert.Contains("--out is the data set itself", run.Errors, StringComparison.Ordinal);
        Assert.Equal(12, File.ReadAllLines(_files.Data).Length);
    }

    [Theory]
    [InlineData("--keep expects single or a share", "--keep", "2", "--out", "x.jsonl")]
    [InlineData("--out", "--keep", "single")]
    [InlineData("too few to cut it 64x64", "--keep", "single", "--grid", "64x64", "--out", "x.jsonl", "--data", "small.jsonl")]
    [InlineData("nowhere.jsonl", "--keep", "single", "--out", "x.jsonl", "--data", "nowhere.jsonl")]
    public async Task Mask_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        File.WriteAllText(_files.PathOf("small.jsonl"), """{"image": "00.png", "width": 20, "height": 20, "boxes": []}""");
        string[] named = arguments.Contains("--data") ? [] : ["--data", _files.Data];

        var run = (await Mlr.Run(["data", "mask", .. named, .. arguments.Select(argument => argument.EndsWith(".jsonl", StringComparison.Ordinal) ? _files.PathOf(argument) : argument)])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.PathOf("x.jsonl")));
    }
}
