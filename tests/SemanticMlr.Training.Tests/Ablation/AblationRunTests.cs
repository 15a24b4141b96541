using System.Text.Json;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Ablation;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Tests.HeadRuns;

namespace SemanticMlr.Training.Tests.Ablation;

[Collection(ProcessWide.Name)]
public sealed class AblationRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AblationRunTests()
    {
        TinyEncoder.Write(_folder.Path);
        DrawnSquares.Write(_folder.Path, "train", 40);
        DrawnSquares.Write(_folder.Path, "test", 16);
        WriteRecipe("head.json", TinyHeadRecipe.Create());
        WriteRecipe("trained.json", TinyHeadRecipe.Trained());
        var frozen = TinyHeadRecipe.Create().Encoder.Frozen!;
        WriteRecipe("own.json", TinyHeadRecipe.Create() with
        {
            Encoder = new HeadEncoderRecipe { Frozen = frozen with { File = "{encoder}", Image = TinyHeadRecipe.Trained().Encoder.Trained!.Image.ToSpecification() } },
        });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_cell_is_made_once_and_reported()
    {
        var path = Write(Recipe());
        var result = Run(path).Execute(null, "command", "processor", CancellationToken.None);

        // Two rows, two seeds, two heads and a baseline on the first task; one row, two seeds, two heads on the second.
        Assert.Equal(12 + 4, result.Cells.Count);
        Assert.Equal(2, result.Losses[0].ValidationMaps.Count);
        Assert.All(result.Cells, cell => Assert.InRange(cell.Map, 0, 1));
        Assert.Equal(["squares", "squares", "own"], result.Differences.Select(difference => difference.Task));
        Assert.All(result.Differences, difference => Assert.InRange(difference.Difference, difference.Low, difference.High));

        AblationReport.Write(_folder.File("docs"), "ablation", result);
        Assert.Contains("## squares, labels known: single", File.ReadAllText(_folder.File("docs/ablation.md")), StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder.File("docs/ablation.png")).Length > 1000);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("docs/ablation.json")));
        Assert.Equal(16, json.RootElement.GetProperty("cells").GetArrayLength());
        Assert.Equal("squares", json.RootElement.GetProperty("cells")[0].GetProperty("task").GetString());

        var written = Directory.GetFiles(_folder.File("state"), "cell.json", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        var again = Run(path).Execute(null, "command", "processor", CancellationToken.None);
        Assert.Equal(result.Cells.Select(cell => cell.Map), again.Cells.Select(cell => cell.Map));
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void One_task_takes_its_place_in_a_report_and_leaves_the_others()
    {
        var docs = _folder.File("docs");
        AblationReport.WriteTask(docs, "ablation", Result("first", map: 0.1, commit: "old"));
        AblationReport.WriteTask(docs, "ablation", Result("second", map: 0.2, commit: "old"));
        AblationReport.WriteTask(docs, "ablation", Result("first", map: 0.3, commit: "new"));

        var result = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(docs, "ablation.json")), AblationJson.Default.AblationResult)!;
        Assert.Equal([("second", 0.2, "old"), ("first", 0.3, "new")], result.Cells.Select(cell => (cell.Task, cell.Map, cell.Commit)));
        Assert.Equal(["second", "first"], result.Losses.Select(loss => loss.Task));
        Assert.Equal(["second", "first"], result.Differences.Select(difference => difference.Task));
        var text = File.ReadAllText(Path.Combine(docs, "ablation.md"));
        Assert.Contains("## second, labels known: full", text, StringComparison.Ordinal);
        Assert.Contains("0.300", text, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(docs, "ablation.json"), "[]");
        Assert.Contains("ablation.json", Assert.Throws<RecipeException>(() => AblationReport.WriteTask(docs, "ablation", result)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_comparison_keeps_its_cells()
    {
        using var stop = new CancellationTokenSource();
        var path = Write(Recipe());
        var run = new AblationRun(
            path, _folder.Path, _folder.File("state"), _folder.File("cache"), "commit", TimeProvider.System, new Callback(progress => { if (progress.Done == 2) { stop.Cancel(); } }), null);

        Assert.ThrowsAny<OperationCanceledException>(() => run.Execute("squares", "command", "processor", stop.Token));

        Assert.Equal(16 - 4, Run(path).Execute("squares", "command", "processor", CancellationToken.None).Cells.Count);
    }

    [Fact]
    public void A_task_without_validation_samples_is_compared_too()
    {
        WriteRecipe("head.json", TinyHeadRecipe.Create() with { Data = TinyHeadRecipe.Create().Data with { Validation = 0 } });
        var recipe = Recipe();
        var task = recipe.Tasks[0];

        var result = Run(Write(recipe with { Tasks = [task with { Rows = [task.Rows[1]] }] })).Execute(null, "command", "processor", CancellationToken.None);

        Assert.All(result.Cells, cell => Assert.Null(cell.ValidationMap));
        Assert.Contains(result.Cells, cell => cell is { Head: "logistic", Map: > 0 });
    }

    [Fact]
    public void Faults_of_a_comparison_are_listed()
    {
        var recipe = Recipe();
        var path = Write(recipe with { ChoiceHead = "none", Seeds = [1, 1] });

        var message = Assert.Throws<RecipeException>(() => Run(path)).Message;

        Assert.Contains("\"choiceHead\" is \"none\"", message, StringComparison.Ordinal);
        Assert.Contains("\"seeds\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_other_data_is_made_again()
    {
        var path = Write(Recipe());
        Run(path).Execute("squares", "command", "processor", CancellationToken.None);
        var cells = Directory.GetFiles(_folder.File("state"), "cell.json", SearchOption.AllDirectories);
        var before = cells.Select(File.ReadAllText).ToArray();
        File.AppendAllText(_folder.File("train.jsonl"), File.ReadLines(_folder.File("train.jsonl")).First().Replace("\"clip\": 0", "\"clip\": 99", StringComparison.Ordinal) + "\n");

        Run(path).Execute("squares", "command", "processor", CancellationToken.None);

        Assert.All(cells.Zip(before), pair => Assert.NotEqual(pair.Second, File.ReadAllText(pair.First)));
    }

    [Fact]
    public void An_encoder_that_saw_other_groups_is_refused()
    {
        WriteRecipe("trained.json", TinyHeadRecipe.Trained() with { Data = TinyHeadRecipe.Trained().Data with { Validation = 0.1 } });

        Assert.Contains("would have seen those that are measured", Assert.Throws<RecipeException>(() => Run(Write(Recipe()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_may_have_pictures_of_its_own_size_where_the_encoder_is_frozen()
    {
        var path = Write(Recipe());
        var task = Recipe().Tasks[0] with { ImageSize = 2 * TinyEncoder.Size };

        Assert.Equal(2 * TinyEncoder.Size, AblationRecipeReader.HeadRecipe(path, task).Encoder.Frozen!.Image.Size);
        Assert.Equal(TinyEncoder.Size, AblationRecipeReader.HeadRecipe(path, task with { ImageSize = null }).Encoder.Frozen!.Image.Size);
        Assert.Contains(
            "trains its own", Assert.Throws<RecipeException>(() => AblationRecipeReader.HeadRecipe(path, task with { Recipe = "trained.json" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_may_have_a_schedule_of_its_own_which_is_checked()
    {
        var path = Write(Recipe());
        var task = Recipe().Tasks[0] with { Passes = 7, LearningRate = 0.25 };

        Assert.Equal((7, 0.25), (AblationRecipeReader.HeadRecipe(path, task).Schedule.Passes, AblationRecipeReader.HeadRecipe(path, task).Schedule.LearningRate));
        Assert.Contains("task \"squares\"", Assert.Throws<RecipeException>(() => AblationRecipeReader.HeadRecipe(path, task with { Passes = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_is_not_there_is_refused()
    {
        var exception = Assert.Throws<RecipeException>(() => Run(Write(Recipe())).Execute("circles", "command", "processor", CancellationToken.None));

        Assert.Contains("there are \"squares\", \"own\"", exception.Message, StringComparison.Ordinal);
    }

    private static AblationResult Result(string task, double map, string commit) => new(
        commit,
        "command",
        "processor",
        [new AblationCell(task, "full", "mkt", 1, map, "known-only", null, null, 1, 1, null, new Dictionary<string, double>(), 0, 0, "", commit)],
        [new LossChoice(task, "full", 0, [])],
        [new HeadDifference(task, "full", "mkt", "clip", 0.01, -0.02, 0.03)]);

    private static AblationRecipe Recipe() => new()
    {
        Schema = 1,
        Seeds = [1, 2],
        ChoiceHead = "mkt",
        Heads = [new AblationHead { Name = "mkt", Kind = "mkt" }, new AblationHead { Name = "sigrl+", Kind = "sigrl+", Graph = true }],
        Differences = [new AblationPair("sigrl+", "mkt")],
        Tasks =
        [
            new AblationTask
            {
                Name = "squares",
                Recipe = "head.json",
                Baselines = ["logistic"],
                Rows =
                [
                    new AblationRow { Name = "full", Keep = "all", Losses = [new HeadLossRecipe { Kind = HeadLossKind.KnownOnly }, new HeadLossRecipe { Kind = HeadLossKind.Asymmetric }] },
                    new AblationRow { Name = "single", Keep = "single", Losses = [new HeadLossRecipe { Kind = HeadLossKind.EntropyMaximisation }] },
                ],
            },
            new AblationTask
            {
                Name = "own",
                Recipe = "own.json",
                EncoderRecipe = "trained.json",
                Rows = [new AblationRow { Name = "full", Keep = "all", Losses = [new HeadLossRecipe { Kind = HeadLossKind.KnownOnly }] }],
            },
        ],
    };

    private string Write(AblationRecipe recipe)
    {
        File.WriteAllText(_folder.File("ablation.json"), JsonSerializer.Serialize(recipe, HeadRecipeJson.Options));
        return _folder.File("ablation.json");
    }

    private void WriteRecipe(string name, HeadRecipe recipe) => File.WriteAllText(_folder.File(name), JsonSerializer.Serialize(recipe, HeadRecipeJson.Options));

    private AblationRun Run(string path) =>
        new(path, _folder.Path, _folder.File("state"), _folder.File("cache"), "commit", TimeProvider.System, null, null);

    private sealed class Callback(Action<AblationProgress> action) : IProgress<AblationProgress>
    {
        public void Report(AblationProgress value) => action(value);
    }
}
