using OpenCvSharp;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Explain_WritesTheHeatMap_AndPrintsTheEvidence()
    {
        var output = _files.PathOf("out/open.png");
        var run = (await Mlr.Run("explain", "--bundle", _files.Bundle, "--image", _files.PathOf("01.png"), "--label", "open", "--grid", "3x3", "--out", output, "--threads", "1")).Expect(0);

        Assert.Contains("open (\"open\") in r", run.Output, StringComparison.Ordinal);
        Assert.Contains("global score", run.Output, StringComparison.Ordinal);
        Assert.Contains("reads no graph over labels", run.Output, StringComparison.Ordinal);
        using var picture = Cv2.ImRead(output);
        Assert.True(picture.Rows > 90 && picture.Cols >= 120);
    }

    [Fact]
    public async Task Explain_WithJson_PrintsOneLine()
    {
        var json = (await Mlr.Run("explain", "--bundle", _files.Bundle, "--image", _files.PathOf("01.png"), "--label", "spur", "--out", _files.PathOf("spur.png"), "--threads", "1", "--json")).Expect(0).Json;

        var evidence = json.GetProperty("evidence");
        Assert.Equal("spur", evidence.GetProperty("label").GetString());
        Assert.Equal(4, evidence.GetProperty("patches").GetArrayLength()); // all that the tiny encoder has
        Assert.Equal(json.GetProperty("regions").GetProperty("whole").GetDouble(), evidence.GetProperty("probability").GetDouble(), 1e-6);
        Assert.InRange(json.GetProperty("maximum").GetProperty("x").GetDouble(), 0, 120);
    }

    [Theory]
    [InlineData("no enabled label moon; there are open, short, spur", "--label", "moon")]
    [InlineData("--out must name a file that ends in .png", "--label", "open", "--out", "x.jpg")]
    [InlineData("\"heads.clip\" has no \"explain\" file", "--label", "open", "--head", "clip")]
    [InlineData("nowhere.png", "--label", "open", "--image", "nowhere.png")]
    [InlineData("too few to cut it 3x64", "--label", "open", "--grid", "3x64", "--image", "small.png")]
    [InlineData("'--label' is required")]
    public async Task Explain_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        using (var small = new Mat(20, 20, MatType.CV_8UC3, Scalar.All(9)))
        {
            Cv2.ImWrite(_files.PathOf("small.png"), small);
        }

        string[] image = arguments.Contains("--image") ? [] : ["--image", "01.png"];
        string[] output = arguments.Contains("--out") ? [] : ["--out", "o.png"];
        string[] named = [.. ((string[])[.. image, .. output, .. arguments]).Select(argument => Path.HasExtension(argument) ? _files.PathOf(argument) : argument)];

        var run = (await Mlr.Run(["explain", "--bundle", _files.Bundle, "--threads", "1", .. named])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.PathOf("o.png")));
    }

    [Fact]
    public async Task Eval_OfBoxedData_PlaysThePointingGame()
    {
        var list = _files.PathOf("labels.json");
        File.WriteAllText(list, """{"schema": 1, "id": "mine", "version": 1, "labels": [{"id": "open", "text": "open", "threshold": 0}, {"id": "short", "text": "short", "threshold": 0}]}""");
        string[] arguments = ["eval", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--threads", "1", "--label-list", list];
        var json = (await Mlr.Run([.. arguments, "--json"])).Expect(0).Json;
        var without = (await Mlr.Run([.. arguments, "--head", "clip", "--json"])).Expect(0).Json;

        var labels = json.GetProperty("labels").EnumerateArray().ToArray();
        var hits = labels.Sum(label => label.GetProperty("pointingSamples").GetInt32() * label.GetProperty("pointing").GetDouble());
        var samples = labels.Sum(label => label.GetProperty("pointingSamples").GetInt32());
        Assert.Equal(8, samples); // every box of the two labels
        Assert.Equal(hits / samples, json.GetProperty("pointing").GetDouble(), 1e-9);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, without.GetProperty("pointing").ValueKind);
    }
}
