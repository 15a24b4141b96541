using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private const string Recipe = """
        {
          "schema": 1, "name": "tiny", "version": 1, "data": "boards.jsonl", "groupPrefix": 1, "seed": 3, "threads": 1, "grid": "2x2",
          "image": { "size": 64, "firstSize": 48, "border": 1, "mean": 0.5, "std": 0.5 },
          "dimension": 8, "topK": 1,
          "encoder": { "stemChannels": 4, "fineChannels": 8, "fineBlocks": 1, "middleChannels": 8, "middleBlocks": 1, "coarseChannels": 8, "coarseBlocks": 1, "mergeBlocks": 1 },
          "text": { "width": 16, "heads": 2, "contextLength": 12, "merges": 20, "prompt": "{label}" },
          "augmentation": { "scaleJitter": 0.1, "nearDefect": 0.5, "atEdge": 0.3, "blur": 0.2, "contrast": 0.1 },
          "loss": { "patch": 1, "mkt": 1, "clip": 1, "targetSpread": 0.8 },
          "schedule": { "epochs": 2, "firstSteps": 2, "batch": 4, "learningRate": 0.003, "warmUpSteps": 2, "decaySteps": 2, "weightDecay": 0.01, "average": 0.9, "checkpointSteps": 1000 },
          "labels": [{ "id": "dot", "text": "black dot", "severity": "info", "phrases": ["dot"] }],
          "distractors": ["cat"], "licence": "Apache-2.0"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none.json", "cannot be read")]
    [InlineData("boards.jsonl", "Compare it with")]
    public async Task Train_OfARecipeThatCannotBeRead_SaysSo(string name, string expected)
    {
        WriteBoards();

        var (exitCode, output, error) = await MlrProcess.Run("train", "--recipe", _folder.File(name));

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(_folder.File(name), error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hold-out", "x", "No image is in group x; the groups are a, b")]
    [InlineData("--data", "none.jsonl", "cannot be read")]
    [InlineData("--epochs", "0", "\"schedule.epochs\" is 0")]
    [InlineData("--keep", "most", "\"keep\" is \"most\"")]
    public async Task Train_WithAnOptionThatCannotBe_SaysSo(string option, string value, string expected)
    {
        WriteBoards();

        var (exitCode, _, error) = await MlrProcess.Run("train", "--recipe", WriteRecipe(), "--state", _folder.File("state"), option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    /// <summary>What a kind of recipe does not read is refused, not ignored, before the rest of the recipe is looked at.</summary>
    [Theory]
    [InlineData("vision-language", "--data", "\"sceneSeed\"")]
    [InlineData("vision-language", "--data-root", "\"sceneSeed\"")]
    [InlineData("vision-language", "--keep", "\"sceneSeed\"")]
    [InlineData("vision-language", "--epochs", "\"schedule.steps\"")]
    [InlineData("vision-language", "--hold-out", "\"schedule.steps\"")]
    [InlineData("head", "--data", "--data-root")]
    [InlineData("head", "--hold-out", "\"data\"")]
    [InlineData("head", "--reject", "\"loss\"")]
    [InlineData(null, "--data-root", "--data FILE")]
    public async Task Train_WithAnOptionOfAnotherKindOfRecipe_SaysWhatToDoInstead(string? kind, string option, string remedy)
    {
        var recipe = WriteRecipe();
        if (kind is not null)
        {
            File.WriteAllText(recipe, $$"""{"kind": "{{kind}}"}""");
        }

        var (exitCode, output, error) = await MlrProcess.Run("train", "--recipe", recipe, "--state", _folder.File("state"), option, "1");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains(remedy, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WithOtherEpochs_GoesOnInTheSameFolder()
    {
        WriteBoards();
        var environment = new Dictionary<string, string> { ["XDG_STATE_HOME"] = _folder.File("home") };
        foreach (var epochs in new[] { "2", "3" })
        {
            var (exitCode, _, error) = await MlrProcess.RunWith(environment, "train", "--recipe", WriteRecipe(), "--epochs", epochs);
            Assert.True(exitCode == 0, error);
        }

        var runs = Directory.GetDirectories(Path.Combine(_folder.File("home"), "semanticmlr", "train"));

        Assert.True(Directory.Exists(Path.Combine(Assert.Single(runs), "checkpoint")));
    }

    [Fact]
    public async Task Train_WithGroupsHeldOut_MeasuresThemAndWritesAVerifiedBundle()
    {
        WriteBoards();

        var (exitCode, output, error) = await MlrProcess.Run(
            "train", "--recipe", WriteRecipe(), "--state", _folder.File("state"), "--out", _folder.File("bundle"), "--hold-out", "b", "--json");

        Assert.True(exitCode == 0, error);
        var result = JsonDocument.Parse(output.TrimEnd('\n')).RootElement;
        Assert.True(result.GetProperty("finished").GetBoolean());
        Assert.InRange(result.GetProperty("mkt").GetProperty("map").GetDouble(), 0, 1);
        Assert.Contains("training ", error, StringComparison.Ordinal);
        Assert.Equal(0, (await MlrProcess.Run("bundle", "verify", _folder.File("bundle"))).ExitCode);
    }

    [Fact]
    public async Task CrossValidate_CalibratesABundleOnTilesHeldOut()
    {
        WriteBoards();
        var recipe = WriteRecipe();
        Assert.Equal(0, (await MlrProcess.Run("train", "--recipe", recipe, "--state", _folder.File("state"), "--out", _folder.File("bundle"))).ExitCode);

        var (exitCode, output, error) = await MlrProcess.Run(
            "crossvalidate", "--recipe", recipe, "--folds", "a/b", "--state", _folder.File("folds"), "--calibrate", _folder.File("bundle"), "--json");

        Assert.True(exitCode == 0, error);
        Assert.Equal(2, JsonDocument.Parse(output.TrimEnd('\n')).RootElement.GetProperty("folds").GetArrayLength());
        var calibration = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File("bundle"), "calibration.mkt.json"))).RootElement;
        Assert.Equal("best F1", calibration.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Train_Interrupted_GoesOnFromItsCheckpoint(string signal)
    {
        WriteBoards();
        string[] arguments = ["train", "--recipe", WriteRecipe(), "--state", _folder.File("state"), "--epochs"];
        var (exitCode, _, error) = await MlrProcess.RunUntil("training ", signal, [.. arguments, "9000"]);
        Assert.Equal(130, exitCode);
        Assert.Contains("goes on from there", error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.File("state"), "checkpoint", "progress.json")));

        var step = Step();

        Assert.Equal(130, (await MlrProcess.RunUntil("training ", signal, [.. arguments, "9000"])).ExitCode);

        Assert.True(step > 0);
        Assert.True(Step() > step);

        long Step() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File("state"), "checkpoint", "progress.json")))
            .RootElement.GetProperty("step").GetInt64();
    }

    private string WriteRecipe()
    {
        File.WriteAllText(_folder.File("recipe.json"), Recipe);
        return _folder.File("recipe.json");
    }

    private void WriteBoards()
    {
        var lines = new StringBuilder();
        foreach (var name in new[] { "a1", "a2", "b1", "b2" })
        {
            using var picture = new Mat(120, 120, MatType.CV_8UC1, Scalar.White);
            var place = 20 + 15 * (name[0] - 'a') + 20 * (name[1] - '0');
            Cv2.Circle(picture, new Point(place, 50), 6, Scalar.Black, -1);
            Cv2.ImWrite(_folder.File($"{name}.png"), picture);
            lines.Append(CultureInfo.InvariantCulture, $$"""
                {"image": "{{name}}.png", "width": 120, "height": 120, "boxes": [{"label": "dot", "x": {{place - 8}}, "y": 42, "width": 16, "height": 16}]}
                """).Append('\n');
        }

        File.WriteAllText(_folder.File("boards.jsonl"), lines.ToString());
    }
}
