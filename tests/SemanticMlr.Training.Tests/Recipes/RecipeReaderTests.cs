using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Tests.Recipes;

public sealed class RecipeReaderTests
{
    private static readonly string Committed = Repository.PathOf("models", "pcb-defects", "recipe.json");

    [Fact]
    public void The_committed_recipe_is_valid_and_its_patches_cover_the_region()
    {
        var recipe = RecipeReader.Read(Committed);

        Assert.Equal(20, recipe.Image.PatchesPerSide);
        Assert.Equal(0.1, recipe.Image.Margin, 12);
        Assert.Equal(["open", "short", "mousebite", "spur", "copper", "pin-hole"], recipe.Labels.Select(label => label.Id));
    }

    [Theory]
    [InlineData("schema", "2", "reads schema 1")]
    [InlineData("name", "\"PCB defects\"", "\"name\"")]
    [InlineData("name", "null", "name")]
    [InlineData("seed", "-1", "\"seed\" is -1; it must be 0 to 2147483647")]
    [InlineData("seed", "\"one\"", "seed")]
    [InlineData("grid", "\"three\"", "grid")]
    [InlineData("dimension", "0", "\"dimension\"")]
    [InlineData("image.size", "100", "multiple of 16")]
    [InlineData("image.border", "9", "\"image.border\"")]
    [InlineData("image.std", "0", "\"image.std\"")]
    [InlineData("encoder.stemChannels", "7", "must be even")]
    [InlineData("text.heads", "5", "multiple of \"text.heads\"")]
    [InlineData("text.prompt", "\"label\"", "{label}")]
    [InlineData("augmentation.blur", "1.5", "\"augmentation.blur\" is 1.5; it must be 0 to 1")]
    [InlineData("schedule.epochs", "0", "\"schedule.epochs\"")]
    [InlineData("schedule.learningRate", "1e9", "\"schedule.learningRate\"")]
    [InlineData("loss.reject", "0.6", "\"loss.reject\"")]
    [InlineData("keep", "\"none\"", "\"keep\" is \"none\"; it must be \"all\"")]
    [InlineData("labels", "[]", "\"labels\" is 0")]
    [InlineData("labels", """[{"id": "a", "text": "x", "severity": "info", "phrases": []}, {"id": "a", "text": "y", "severity": "info", "phrases": []}]""", "stands twice")]
    [InlineData("labels", """[{"id": "a", "text": " ", "severity": "info", "phrases": []}]""", "empty text")]
    [InlineData("labels", """[{"id": "a", "text": "x"}]""", "phrases")]
    [InlineData("labels", """[{"id": "a", "text": "x", "severity": "info", "phrases": []}, {"id": "b", "text": "y", "severity": "info", "phrases": ["X"]}]""", "is the same as labels[0].text")]
    [InlineData("labels", """[{"id": "a", "text": "x\u0007", "severity": "info", "phrases": []}]""", "control character")]
    [InlineData("name", "\"pcb\\n\"", "\"name\"")]
    [InlineData("colour", "\"rgb\"", "colour")]
    [InlineData("simulation", """{"scene": "pcb", "seed": 1000000, "count": 5}""", "kept for tests")]
    [InlineData("simulation", """{"scene": "moon", "seed": 1, "count": 5}""", "there is pcb")]
    [InlineData("simulation", """{"scene": "pcb", "seed": 1, "count": 0}""", "simulation.count")]
    [InlineData("simulation", """{"scene": "pcb", "seed": 1}""", "count")]
    public void A_fault_names_the_file_and_the_field(string field, string json, string expected)
    {
        using var folder = new TemporaryFolder();
        var root = JsonNode.Parse(File.ReadAllText(Committed))!;
        var parts = field.Split('.');
        var parent = parts.Length == 1 ? root : root[parts[0]]!;
        parent[parts[^1]] = JsonNode.Parse(json);
        var path = folder.File("recipe.json");
        File.WriteAllText(path, root.ToJsonString());

        var exception = Assert.Throws<RecipeException>(() => RecipeReader.Read(path));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var recipe = TinyRecipe.Create();
        var broken = recipe with { Version = 0, TopK = 0, Image = recipe.Image with { Mean = 2 } };

        var exception = Assert.Throws<RecipeException>(() => RecipeReader.Checked(broken, "here"));

        Assert.Equal(3, exception.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void A_missing_file_and_broken_json_are_faults()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("broken.json"), "{");

        Assert.Contains("--recipe", Assert.Throws<RecipeException>(() => RecipeReader.Read(folder.File("none.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("broken.json", Assert.Throws<RecipeException>(() => RecipeReader.Read(folder.File("broken.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_follows_the_values()
    {
        var recipe = TinyRecipe.Create();

        Assert.Equal(RecipeReader.Hash(recipe), RecipeReader.Hash(TinyRecipe.Create()));
        Assert.NotEqual(RecipeReader.Hash(recipe), RecipeReader.Hash(recipe with { Seed = 4 }));
    }

    [Fact]
    public void The_hash_without_epochs_follows_all_other_values()
    {
        var recipe = TinyRecipe.Create();
        var hash = RecipeReader.HashWithoutEpochs(recipe);

        Assert.Equal(hash, RecipeReader.HashWithoutEpochs(recipe with { Schedule = recipe.Schedule with { Epochs = 9 } }));
        Assert.NotEqual(hash, RecipeReader.HashWithoutEpochs(recipe with { Schedule = recipe.Schedule with { Batch = 9 } }));
    }
}
