using System.Text.Json;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Eval_OfADataSet_PrintsOneLineOfJsonWithAllKeys()
    {
        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--threads", "1", "--json")).Expect(0);
        var json = run.Json;

        string[] keys = ["map", "ap", "withoutPositives", "microF1", "macroF1", "f1At3", "f1At5", "images", "samples", "head", "provider", "milliseconds"];
        Assert.Equal(keys, json.EnumerateObject().Select(property => property.Name).Take(keys.Length));
        Assert.Equal(["preprocess", "encode", "head", "total"], json.GetProperty("milliseconds").EnumerateObject().Select(property => property.Name));
        Assert.Equal(12, json.GetProperty("images").GetInt32());
        Assert.Equal(108, json.GetProperty("samples").GetInt32());
        Assert.Equal("mkt", json.GetProperty("head").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("ap").GetProperty("spur").ValueKind);
        Assert.Equal("spur", Assert.Single(json.GetProperty("withoutPositives").EnumerateArray()).GetString());
        var mean = (json.GetProperty("ap").GetProperty("open").GetDouble() + json.GetProperty("ap").GetProperty("short").GetDouble()) / 2;
        Assert.Equal(mean, json.GetProperty("map").GetDouble(), 1e-9);
        Assert.InRange(mean, 0, 1);
        Assert.Contains("unlisted", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_WithEmptyZero_CountsLabelsWithoutPositives()
    {
        string[] arguments = ["eval", "--bundle", _files.Bundle, "--data", _files.Data, "--threads", "1", "--json"];
        var skip = (await Mlr.Run(arguments)).Expect(0).Json.GetProperty("map").GetDouble();
        var zero = (await Mlr.Run([.. arguments, "--empty", "zero"])).Expect(0).Json.GetProperty("map").GetDouble();

        Assert.Equal(skip * 2 / 3, zero, 1e-9);
    }

    [Fact]
    public async Task Eval_OfSimulatedBoards_CutsThemIntoTiles_AndSaysThatTheyAreSimulated()
    {
        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--simulate", "pcb", "--count", "3", "--head", "clip", "--threads", "1")).Expect(0);

        Assert.Contains("3 simulated images, 27 samples (3x3 tiles)", run.Output, StringComparison.Ordinal);
        Assert.Contains("say nothing about real ones", run.Output, StringComparison.Ordinal);
        Assert.Contains("head clip", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OfABadDataSet_NamesFileLineAndFault()
    {
        File.WriteAllText(_files.PathOf("bad.jsonl"), """{"image": "00.png", "width": 0, "height": 90, "labels": []}""");

        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.PathOf("bad.jsonl"), "--json")).Expect(2);

        Assert.Contains("bad.jsonl, line 1", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Eval_OfADataSetWithoutItsImages_SaysHowManyAreMissing()
    {
        File.WriteAllText(_files.PathOf("lost.jsonl"), """{"image": "nowhere.png", "width": 120, "height": 90, "labels": []}""");

        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.PathOf("lost.jsonl"))).Expect(2);

        Assert.Contains("1 of 1 images are missing", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OfAnImageSmallerThanTheGrid_SaysSo()
    {
        File.WriteAllText(_files.PathOf("small.jsonl"), """{"image": "00.png", "width": 120, "height": 2, "boxes": []}""");

        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.PathOf("small.jsonl"), "--grid", "3x3")).Expect(2);

        Assert.Contains("small.jsonl: 00.png has 120 x 2 pixels, too few to cut it 3x3", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OfAnImageOfAnotherSize_NamesBothSizes()
    {
        File.WriteAllText(_files.PathOf("size.jsonl"), """{"image": "00.png", "width": 640, "height": 640, "labels": []}""");

        var run = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.PathOf("size.jsonl"))).Expect(2);

        Assert.Contains("00.png has 120 x 90 pixels, its record says 640 x 640", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OnCtrlC_EndsWith130AndNoStackTrace()
    {
        var line = File.ReadLines(_files.Data).First();
        File.WriteAllLines(_files.PathOf("many.jsonl"), Enumerable.Range(0, 20_000).Select(index => line.Replace("00.png", $"{index}/../00.png", StringComparison.Ordinal)));

        var (exitCode, output, error) = await MlrProcess.RunUntil(
            "Note: labels of the data set", "INT", "eval", "--bundle", _files.Bundle, "--data", _files.PathOf("many.jsonl"), "--grid", "3x3", "--threads", "1", "--json");

        Assert.True(exitCode == 130, $"exit code {exitCode}: {error}");
        Assert.Contains("Interrupted.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("no such folder", "--data", "x.jsonl", "--bundle", "/nowhere/at/all")]
    [InlineData("--data FILE or --simulate SCENE")]
    [InlineData("--data FILE or --simulate SCENE", "--data", "x.jsonl", "--simulate", "pcb")]
    [InlineData("no scene 'moon'", "--simulate", "moon")]
    [InlineData("--seed must be at least 1000000", "--simulate", "pcb", "--seed", "1")]
    [InlineData("--grid expects rows x columns", "--simulate", "pcb", "--grid", "3")]
    [InlineData("x.jsonl", "--data", "x.jsonl")]
    [InlineData("no head", "--simulate", "pcb", "--head", "unheard")]
    public async Task Eval_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        string[] bundle = arguments.Contains("--bundle") ? [] : ["--bundle", _files.Bundle];

        var run = (await Mlr.Run(["eval", .. bundle, .. arguments])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
