using System.Text.Json;
using SemanticMlr.Simulation.Line;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Ablation;
using SemanticMlr.Training.Ablation.Scenes;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Tests.VisionLanguage;

namespace SemanticMlr.Training.Tests.Ablation;

[Collection(ProcessWide.Name)]
public sealed class SceneAblationRunTests : IDisposable
{
    private const string ZeroShot = "simulated packaging line, zero-shot";
    private const string Generalised = "simulated packaging line, generalised";

    private readonly TemporaryFolder _folder = new();

    public SceneAblationRunTests() =>
        File.WriteAllText(_folder.File("line.json"), JsonSerializer.Serialize(TinyVisionLanguageRecipe.Create(), HeadRecipeJson.Options));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_head_of_every_arm_is_measured_with_every_seed_by_both_protocols()
    {
        var path = Write(Recipe());
        var result = await Run(path).ExecuteAsync("command", "processor", CancellationToken.None);

        string[] names = ["clip, together", "mkt, together", "sigrl, together", "sigrl+, together", "clip, alone", "chance"];
        var expected = from task in (string[])[ZeroShot, Generalised] from name in names from seed in (int[])[1, 2] select (task, name, seed);
        Assert.Equal(expected.Order(), result.Cells.Select(cell => (cell.Task, cell.Head, cell.Seed)).Order());
        Assert.All(result.Cells, cell => Assert.InRange(cell.Map, 0.001, 1));
        Assert.All(result.Cells.Where(cell => cell.Task == ZeroShot), cell => Assert.Equal(["unseen"], cell.Maps.Keys));
        Assert.All(result.Cells.Where(cell => cell.Task == Generalised), cell => Assert.InRange(cell.Map, cell.Maps.Values.Min(), cell.Maps.Values.Max()));
        Assert.Equal([ZeroShot, Generalised], result.Differences.Select(difference => difference.Task));
        Assert.All(result.Differences, difference => Assert.InRange(difference.Difference, difference.Low, difference.High));

        var again = await Run(path).ExecuteAsync("command", "processor", CancellationToken.None);
        Assert.Equal(result.Cells.Select(cell => cell.Map), again.Cells.Select(cell => cell.Map));
    }

    [Fact]
    public async Task The_scores_of_a_cell_are_those_of_the_phrases_of_its_protocol()
    {
        await Run(Write(Recipe() with { Seeds = [1] })).ExecuteAsync("command", "processor", CancellationToken.None);

        var first = JsonDocument.Parse(File.ReadLines(Directory.GetFiles(_folder.File("state"), "scores.jsonl", SearchOption.AllDirectories).First(file => file.Contains("zero-shot", StringComparison.Ordinal))).First());
        var unseen = PhraseGrammar.All.Where(phrase => !phrase.IsSeen).Select(phrase => phrase.Id).ToHashSet();
        Assert.Equal(unseen, first.RootElement.GetProperty("scores").EnumerateObject().Select(score => score.Name).ToHashSet());
    }

    [Fact]
    public async Task A_report_bears_the_name_of_its_recipe_and_says_that_the_line_is_simulated()
    {
        var result = await Run(Write(Recipe() with { Seeds = [1], Arms = [Recipe().Arms[1]], Differences = [] })).ExecuteAsync("command", "processor", CancellationToken.None);

        AblationReport.Write(_folder.File("docs"), "line", result);

        var text = File.ReadAllText(_folder.File("docs/line.md"));
        Assert.Contains("## simulated packaging line, zero-shot", text, StringComparison.Ordinal);
        Assert.Contains("| clip, alone |", text, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder.File("docs/line.png")).Length > 1000);
    }

    [Fact]
    public async Task An_interrupted_comparison_goes_on_with_the_cells_that_are_there()
    {
        using var stop = new CancellationTokenSource();
        var path = Write(Recipe());
        var made = new List<string>();
        var interrupted = Run(path, progress =>
        {
            made.Add($"{progress.Cell.Head} {progress.Cell.Seed}");
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted.ExecuteAsync("command", "processor", stop.Token));
        var kept = Directory.GetFiles(_folder.File("state"), "cell.json", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        await Run(path).ExecuteAsync("command", "processor", CancellationToken.None);

        Assert.Equal(8, made.Count);
        Assert.Equal(8, kept.Count);
        Assert.All(kept, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void Faults_are_listed_with_the_arm_that_they_are_in()
    {
        var recipe = Recipe();
        var message = Assert.Throws<RecipeException>(() => Run(Write(recipe with { Seeds = [], Pictures = 0, Differences = [new AblationPair("mkt, alone", "chance")] }))).Message;
        Assert.Contains("\"seeds\"", message, StringComparison.Ordinal);
        Assert.Contains("\"pictures\" is 0", message, StringComparison.Ordinal);
        Assert.Contains("names \"mkt, alone\"; there are clip, together;", message, StringComparison.Ordinal);

        var unknown = recipe with { Differences = [], Arms = [recipe.Arms[1] with { Heads = [new HeadDesignRecipe { Kind = "magic", TopK = 1 }] }] };
        Assert.Contains("arm \"alone\": \"heads\": there is no \"magic\"", Assert.Throws<RecipeException>(() => Run(Write(unknown))).Message, StringComparison.Ordinal);
    }

    private static SceneAblationRecipe Recipe()
    {
        var tiny = TinyVisionLanguageRecipe.Create();
        return new SceneAblationRecipe
        {
            Schema = 1,
            Recipe = "line.json",
            Threads = 1,
            Schedule = tiny.Schedule,
            Seeds = [1, 2],
            Pictures = 60,
            Arms =
            [
                new SceneArm { Name = "together", Heads = tiny.Heads },
                new SceneArm { Name = "alone", Heads = [tiny.Heads[0]] },
            ],
            Differences = [new AblationPair("sigrl+, together", "clip, alone")],
        };
    }

    private string Write(SceneAblationRecipe recipe)
    {
        File.WriteAllText(_folder.File("comparison.json"), JsonSerializer.Serialize(recipe, HeadRecipeJson.Options));
        return _folder.File("comparison.json");
    }

    private SceneAblationRun Run(string path, Action<AblationProgress>? told = null) =>
        new(path, _folder.File("state"), "commit", TimeProvider.System, told is null ? null : new Callback(told), null, null);

    private sealed class Callback(Action<AblationProgress> action) : IProgress<AblationProgress>
    {
        public void Report(AblationProgress value) => action(value);
    }
}
