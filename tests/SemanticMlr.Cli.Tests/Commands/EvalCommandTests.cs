using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Simulation;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private readonly EvaluationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Help_SaysOfEveryScene_HowItsPicturesAreCut()
    {
        var help = string.Join(' ', (await Mlr.Run("eval", "--help")).Expect(0).Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains("pcb cut 3x3, line whole, unless --grid says otherwise", help, StringComparison.Ordinal);
        Assert.All(SceneCatalog.Names, name => Assert.Contains(SceneCatalog.GridOf(name) is { } grid ? $"{name} cut {grid}" : $"{name} whole", help, StringComparison.Ordinal));
    }

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
    public async Task Eval_OfAPrecision_RunsThatForm_OrSaysWhichThereAre()
    {
        string[] arguments = ["eval", "--bundle", Repository.PathOf("models", "pcb-defects"), "--simulate", "pcb", "--count", "1", "--threads", "1", "--json"];

        Assert.Equal("encoder.int8.cpu.onnx", (await Mlr.Run(arguments)).Expect(0).Json.GetProperty("encoder").GetString());
        Assert.Equal("encoder.fp32.onnx", (await Mlr.Run([.. arguments, "--precision", "fp32"])).Expect(0).Json.GetProperty("encoder").GetString());
        Assert.Contains("no Fp16 form for Cpu", (await Mlr.Run([.. arguments, "--precision", "fp16"])).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_WithMistakes_PaintsAsManyAsThereAre_AndTakesOldSheetsAway()
    {
        var folder = _files.PathOf("mistakes");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "spur.misses.png"), "of an earlier run, when the label had samples");

        var json = (await Mlr.Run(
            "eval", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--threads", "1", "--json", "--mistakes", folder, "--worst", "4")).Expect(0).Json;

        var (painted, possible) = (0, 0);
        foreach (var label in json.GetProperty("labels").EnumerateArray())
        {
            var (id, positives) = (label.GetProperty("label").GetString(), label.GetProperty("positives").GetInt64());
            var hits = positives == 0 ? 0 : (int)Math.Round(label.GetProperty("recall").GetDouble() * positives);
            var alarms = label.GetProperty("precision") is { ValueKind: JsonValueKind.Number } precision && hits > 0 ? (int)Math.Round(hits / precision.GetDouble()) - hits : 0;
            possible += (positives > hits ? 1 : 0) + (alarms > 0 ? 1 : 0);
            painted += Painted($"{id}.misses.png", (int)positives - hits);
            painted += hits > 0 ? Painted($"{id}.false-alarms.png", alarms) : 0;
        }

        Assert.True(painted == possible && painted > 0, $"{painted} of {possible}");

        int Painted(string name, int mistakes)
        {
            var path = Path.Combine(folder, name);
            Assert.Equal(mistakes > 0, File.Exists(path));
            if (mistakes == 0)
            {
                return 0;
            }

            using var sheet = Cv2.ImRead(path);
            Assert.Equal(6 + 198 * Math.Min(mistakes, 4), sheet.Cols);
            return 1;
        }
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

    [Fact]
    public async Task Eval_OfScores_NeedsNoBundle_AndCountsAsThePapersDo()
    {
        // a: 1/1 and 2/3; b: rank 3; c: no positive.
        File.WriteAllLines(_files.PathOf("scores.jsonl"), [
            """{"id": "1", "labels": ["a"], "scores": {"a": 9, "b": 1, "c": 0}}""",
            """{"id": "2", "labels": ["b"], "scores": {"a": 8, "b": 2, "c": 5}}""",
            """{"id": "3", "labels": ["a"], "scores": {"a": 7, "b": 3, "c": 0}}""",
            """{"id": "4", "labels": [], "scores": {"a": 6, "b": 4, "c": 0}}""",
        ]);
        string[] arguments = ["eval", "--scores", _files.PathOf("scores.jsonl"), "--json"];
        var skip = (await Mlr.Run(arguments)).Expect(0).Json;
        var zero = (await Mlr.Run([.. arguments, "--empty", "zero"])).Expect(0).Json;
        var some = (await Mlr.Run([.. arguments, "--labels", "b,c"])).Expect(0).Json;

        Assert.Equal((5.0 / 6 + 1.0 / 3) / 2, skip.GetProperty("map").GetDouble(), 1e-12);
        Assert.Equal((5.0 / 6 + 1.0 / 3) / 3, zero.GetProperty("map").GetDouble(), 1e-12);
        Assert.Equal("zero", zero.GetProperty("empty").GetString());
        Assert.Equal(4.0 / 7, skip.GetProperty("topLabels")[0].GetProperty("microF1").GetDouble(), 1e-12);
        Assert.Equal(1.0 / 3, some.GetProperty("map").GetDouble(), 1e-12);
        Assert.Equal(JsonValueKind.Null, skip.GetProperty("bundle").ValueKind);
        Assert.Equal(4, skip.GetProperty("samples").GetInt32());
    }

    [Fact]
    public async Task Eval_OfScores_ForPeople_WarnsOfTheThreshold()
    {
        File.WriteAllText(_files.PathOf("scores.jsonl"), """{"id": "1", "labels": ["a"], "scores": {"a": 9}}""");

        var run = (await Mlr.Run("eval", "--scores", _files.PathOf("scores.jsonl"))).Expect(0);

        Assert.Contains("name one with --threshold", run.Output, StringComparison.Ordinal);
        Assert.Contains("AP and precision say nothing: a", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threshold 0.5", (await Mlr.Run("eval", "--scores", _files.PathOf("scores.jsonl"), "--threshold", "3")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OfSomeLabels_ScoresTheseAlone()
    {
        string[] arguments = ["eval", "--bundle", _files.Bundle, "--data", _files.Data, "--grid", "3x3", "--threads", "1", "--json"];
        var some = (await Mlr.Run([.. arguments, "--labels", "short,open"])).Expect(0).Json;
        var set = (await Mlr.Run([.. arguments, "--labels", "seen"])).Expect(0).Json;

        Assert.Equal(["open", "short"], some.GetProperty("ap").EnumerateObject().Select(label => label.Name));
        Assert.Equal("short,open", some.GetProperty("labelSet").GetString());
        Assert.Equal(3, set.GetProperty("labels").GetArrayLength());
    }

    [Theory]
    [InlineData("no such folder", "--data", "x.jsonl", "--bundle", "/nowhere/at/all")]
    [InlineData("--data FILE or --simulate SCENE")]
    [InlineData("--data FILE or --simulate SCENE", "--data", "x.jsonl", "--simulate", "pcb")]
    [InlineData("no scene 'moon'", "--simulate", "moon")]
    [InlineData("--seed must be at least 1000000", "--simulate", "pcb", "--seed", "1")]
    [InlineData("--grid expects rows x columns", "--simulate", "pcb", "--grid", "3")]
    [InlineData("x.jsonl", "--data", "x.jsonl")]
    [InlineData("there is no label moon; label sets of the bundle: seen", "--data", "x.jsonl", "--labels", "open,moon")]
    [InlineData("--data FILE or --simulate SCENE", "--data", "x.jsonl", "--scores", "x.jsonl")]
    [InlineData("--grid has no meaning with --scores", "--scores", "x.jsonl", "--grid", "3x3")]
    [InlineData("x.jsonl: cannot be read", "--scores", "x.jsonl")]
    [InlineData("no head", "--simulate", "pcb", "--head", "unheard")]
    public async Task Eval_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        string[] bundle = arguments.Contains("--bundle") ? [] : ["--bundle", _files.Bundle];

        var run = (await Mlr.Run(["eval", .. bundle, .. arguments])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Option '--bundle' is required", "--data", "x.jsonl")]
    [InlineData("unseen is a label set of a bundle; name the bundle with --bundle", "--scores", "x.jsonl", "--labels", "unseen")]
    public async Task Eval_WithoutABundle_SaysWhatNeedsOne(string expected, params string[] arguments) =>
        Assert.Contains(expected, (await Mlr.Run(["eval", .. arguments])).Expect(2).Errors, StringComparison.Ordinal);
}
