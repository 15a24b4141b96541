using System.Text.Json;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Ablation;
using SemanticMlr.Training.Ablation.Scenes;

namespace SemanticMlr.Training.Tests.Ablation;

/// <summary>The comparison under <c>docs/results</c> against the recipe that it names.</summary>
public sealed class PublishedResultTests
{
    [Fact]
    public void It_holds_every_cell_of_the_recipe_once_and_a_difference_of_every_pair()
    {
        var recipe = AblationRecipeReader.Read(Repository.PathOf("models", "recipes", "ablation.json"));
        var result = JsonSerializer.Deserialize(File.ReadAllBytes(Repository.PathOf("docs", "results", "ablation.json")), AblationJson.Default.AblationResult)!;

        var rows = recipe.Tasks.SelectMany(task => task.Rows, (task, row) => (Task: task, Row: row.Name, Heads: task.Baselines.Concat(recipe.Heads.Select(head => head.Name)).ToHashSet())).ToArray();
        var expected = rows.SelectMany(row => row.Heads.SelectMany(head => recipe.Seeds.Select(seed => (row.Task.Name, row.Row, head, seed))));
        Assert.Equal(expected.Order(), result.Cells.Select(cell => (cell.Task, cell.Labels, cell.Head, cell.Seed)).Order());
        Assert.Equal(
            rows.SelectMany(row => recipe.Differences.Where(pair => row.Heads.Contains(pair.Head) && row.Heads.Contains(pair.Against)).Select(pair => (row.Task.Name, row.Row, pair.Head, pair.Against))).Order(),
            result.Differences.Select(difference => (difference.Task, difference.Labels, difference.Head, difference.Against)).Order());
        Assert.All(result.Cells, cell => Assert.InRange(cell.Map, 0, 1));
    }

    [Fact]
    public void The_one_on_the_simulated_line_holds_every_head_of_every_arm_with_every_seed_by_both_protocols()
    {
        var recipe = SceneAblationRecipeReader.Read(Repository.PathOf("models", "recipes", "ablation-line.json"));
        var result = JsonSerializer.Deserialize(File.ReadAllBytes(Repository.PathOf("docs", "results", "ablation-line.json")), AblationJson.Default.AblationResult)!;

        var expected = SceneProtocol.All.SelectMany(protocol => recipe.Names.SelectMany(name => recipe.Seeds.Select(seed => (protocol.Task, name, seed))));
        Assert.Equal(expected.Order(), result.Cells.Select(cell => (cell.Task, cell.Head, cell.Seed)).Order());
        Assert.Equal(SceneProtocol.All.Count * recipe.Differences.Count, result.Differences.Count);
        Assert.All(result.Cells, cell => Assert.InRange(cell.Map, 0, 1));
    }
}
