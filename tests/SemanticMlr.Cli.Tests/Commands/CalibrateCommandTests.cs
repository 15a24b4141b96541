using System.Text.Json;
using System.Text.Json.Nodes;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Calibrate_WritesTheBundlesFile_ThatEvalThenUses()
    {
        var file = Path.Combine(_files.Bundle, "calibration.json");
        var run = (await Mlr.Run("calibrate", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--head", "clip", "--best-f1", "--threads", "1", "--json")).Expect(0);
        var json = run.Json;

        Assert.Equal(file, json.GetProperty("file").GetString());
        Assert.Equal(5, json.GetProperty("folds").GetInt32());
        Assert.Equal(["open", "short", "spur"], json.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString()));
        Assert.Equal([false, false, true], json.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("provisional").GetBoolean()));
        var recall = json.GetProperty("labels")[0].GetProperty("recall");
        Assert.InRange(recall.GetProperty("value").GetDouble(), recall.GetProperty("low").GetDouble(), recall.GetProperty("high").GetDouble());
        Assert.Contains("held-out folds", run.Errors, StringComparison.Ordinal);

        var written = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal("best F1", (string?)written["rule"]);
        var eval = (await Mlr.Run("eval", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--head", "clip", "--threads", "1", "--json")).Expect(0).Json;
        Assert.Equal("spur", Assert.Single(eval.GetProperty("provisional").EnumerateArray()).GetString());
        Assert.Equal((double)written["labels"]!["open"]!["threshold"]!, eval.GetProperty("labels")[0].GetProperty("threshold").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task Calibrate_OfALabelList_WritesBesideIt()
    {
        var list = _files.PathOf("labels.json");
        File.WriteAllText(list, """{"schema": 1, "id": "mine", "version": 1, "labels": [{"id": "open", "text": "an open trace"}, {"id": "short", "text": "short", "threshold": 0.9}]}""");

        var run = (await Mlr.Run("calibrate", "--bundle", _files.Bundle, "--data", _files.Data, "--label-list", list, "--recall", "0.9", "--threads", "1")).Expect(0);

        var file = JsonDocument.Parse(File.ReadAllText(_files.PathOf("calibration.json"))).RootElement;
        Assert.Equal("recall 0.9", file.GetProperty("rule").GetString());
        Assert.Equal(2, file.GetProperty("labels").EnumerateObject().Count());
        Assert.Contains("label short has a threshold of its own", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_files.Bundle, "calibration.json")));
    }

    [Fact]
    public async Task Calibrate_OfAHeadWithoutACalibrationFile_AsksForOut()
    {
        string[] arguments = ["calibrate", "--bundle", _files.Bundle, "--data", _files.Data, "--head", "mkt", "--false-alarms", "10", "--threads", "1"];
        var refused = (await Mlr.Run(arguments)).Expect(2);
        Assert.Contains("--out", refused.Errors, StringComparison.Ordinal);

        (await Mlr.Run([.. arguments, "--out", _files.PathOf("mine.json")])).Expect(0);
        Assert.Contains("at most 10 false alarms per 1,000 frames", File.ReadAllText(_files.PathOf("mine.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name one rule")]
    [InlineData("Name one rule", "--best-f1", "--recall", "0.9")]
    [InlineData("--recall must be", "--recall", "1.5")]
    [InlineData("--recall must be", "--recall", "NaN")]
    [InlineData("--false-alarms must be", "--false-alarms", "-1")]
    public async Task Calibrate_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        var run = (await Mlr.Run(["calibrate", "--bundle", _files.Bundle, "--data", _files.Data, .. arguments])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }
}
