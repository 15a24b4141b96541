using System.Text;
using OpenCvSharp;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

/// <summary><c>mlr train</c> with a head recipe and <c>mlr ablate</c>, on drawn pictures and an encoder that trains along.</summary>
public sealed class HeadTrainingTests : IDisposable
{
    private const string Recipe = """
        {
          "schema": 1, "kind": "head", "name": "tiny-head", "version": 1,
          "data": { "train": "train.jsonl", "test": "train.jsonl", "validation": 0.3 },
          "labels": { "items": [{ "id": "dot", "text": "black dot" }, { "id": "line", "text": "black line" }] },
          "encoder": { "trained": {
            "image": { "size": 48, "firstSize": 48, "border": 1, "mean": 0.5, "std": 0.5 },
            "layers": { "stemChannels": 4, "fineChannels": 8, "fineBlocks": 1, "middleChannels": 8, "middleBlocks": 1, "coarseChannels": 8, "coarseBlocks": 1, "mergeBlocks": 1 },
            "augmentation": { "scaleJitter": 0.1, "nearDefect": 0, "atEdge": 0, "blur": 0, "contrast": 0 } } },
          "dimension": 8, "head": { "kind": "mkt", "topK": 2 }, "loss": { "kind": "known-only" },
          "schedule": { "passes": 2, "batch": 8, "learningRate": 0.01, "warmUpPasses": 0, "weightDecay": 0 },
          "seed": 1, "threads": 1, "licence": "Apache-2.0"
        }
        """;

    private const string Comparison = """
        {
          "schema": 1, "seeds": [1], "choiceHead": "mkt", "heads": [{ "name": "mkt", "kind": "mkt" }], "differences": [],
          "tasks": [{ "name": "drawn", "recipe": "recipes/tiny.json", "rows": [{ "name": "full", "keep": "all", "losses": [{ "kind": "known-only" }] }] }]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public HeadTrainingTests()
    {
        var lines = new StringBuilder();
        for (var index = 0; index < 16; index++)
        {
            using var picture = new Mat(48, 48, MatType.CV_8UC1, Scalar.White);
            if (index % 2 == 0)
            {
                Cv2.Circle(picture, new Point(12 + index, 24), 6, Scalar.Black, -1);
            }
            else
            {
                Cv2.Line(picture, new Point(4, 10 + index), new Point(44, 10 + index), Scalar.Black, 3);
            }

            Cv2.ImWrite(_folder.File($"{index}.png"), picture);
            lines.Append(FormattableString.Invariant($"{{\"image\": \"{index}.png\", \"width\": 48, \"height\": 48, \"labels\": [\"{(index % 2 == 0 ? "dot" : "line")}\"]}}\n"));
        }

        File.WriteAllText(_folder.File("train.jsonl"), lines.ToString());
        Directory.CreateDirectory(_folder.File("recipes"));
        File.WriteAllText(_folder.File("recipes/tiny.json"), Recipe);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OfAHeadRecipe_WritesItsBundleBesideTheRecipes()
    {
        var result = (await Train("--json")).Expect(0).Json;

        Assert.Equal(2, result.GetProperty("passes").GetInt32());
        Assert.InRange(result.GetProperty("figures").GetProperty("all").GetProperty("map").GetDouble(), 0, 1);
        (await Mlr.Run("bundle", "verify", _folder.File("local/tiny-head"))).Expect(0);
        Assert.Contains("tiny-head", await File.ReadAllTextAsync(_folder.File("local/tiny-head/MODEL_CARD.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OfABadHeadRecipe_ListsEveryFaultAndTrainsNothing()
    {
        File.WriteAllText(_folder.File("recipes/tiny.json"), Recipe.Replace("\"topK\": 2", "\"topK\": 0", StringComparison.Ordinal).Replace("0.01", "0", StringComparison.Ordinal));

        var run = (await Train()).Expect(2);

        Assert.Contains("\"head.topK\" is 0", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\"schedule.learningRate\" is 0", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("state")));
    }

    [Fact]
    public async Task Train_OfAHeadRecipeWithAnImageMissing_NamesIt()
    {
        File.Delete(_folder.File("3.png"));

        Assert.Contains("3.png", (await Train()).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ablate_WritesTablesOnceAllCellsAreThere()
    {
        File.WriteAllText(_folder.File("comparison.json"), Comparison);

        var run = (await Mlr.Run(
            "ablate", "--recipe", _folder.File("comparison.json"), "--data-root", _folder.Path, "--state", _folder.File("cells"), "--out", _folder.File("docs"), "--json")).Expect(0);

        Assert.Equal("drawn", run.Json.GetProperty("cells")[0].GetProperty("task").GetString());
        Assert.Contains("cell 1/1", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("docs/comparison.md")) && File.Exists(_folder.File("docs/comparison.png")) && File.Exists(_folder.File("docs/comparison.json")));
    }

    [Fact]
    public async Task Ablate_OfAScene_HasNoTasks()
    {
        var run = await Mlr.Run("ablate", "--recipe", Repository.PathOf("models", "recipes", "ablation-line.json"), "--state", _folder.File("cells"), "--task", "line");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("has no tasks: leave --task out", run.Errors, StringComparison.Ordinal);
    }

    private Task<Mlr> Train(params string[] more) => Mlr.Run(
        ["train", "--recipe", _folder.File("recipes/tiny.json"), "--data-root", _folder.Path, "--state", _folder.File("state"), .. more]);
}
