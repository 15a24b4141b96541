using System.Text.Json;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Tests.HeadRuns;

namespace SemanticMlr.Training.Tests.Recipes;

public sealed class HeadRecipeReaderTests
{
    public static TheoryData<string> Shipped => new(["boards-encoder", "boards-heads", "coco-clip", "coco-clip-48", "construction-site", "pcb-components"]);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_recipes_are_sound(string name)
    {
        var path = Repository.PathOf("models", "recipes", $"{name}.json");

        Assert.True(RecipeKind.Of(path) == HeadRecipe.KindName);
        Assert.Equal(name, HeadRecipeReader.Read(path).Name);
    }

    [Theory]
    [InlineData("\"seed\": 1", "\"seed\": 1, \"sead\": 2", "sead")]
    [InlineData("\"learningRate\": 0.02", "\"learningRate\": 0", "\"schedule.learningRate\" is 0")]
    [InlineData("\"kind\": \"mkt\"", "\"kind\": \"mtk\"", "\"head.kind\" is \"mtk\"; there are clip, mkt, sigrl, sigrl+")]
    [InlineData("\"known-only\"", "\"bce\"", "HeadLossKind")]
    [InlineData("\"keep\": \"all\"", "\"keep\": \"some\"", "\"data.keep\" is \"some\"")]
    [InlineData("\"test\": \"test.jsonl\",", "", "\"testGroups\"")]
    [InlineData("\"passes\": 4", "\"passes\": 1", "\"schedule.warmUpPasses\" is 1")]
    [InlineData("\"ridgeStart\": false", "\"ridgeStart\": true", "\"encoder.frozen.ridgeStart\" needs \"labels.vectors\"")]
    [InlineData("\"id\": \"green\"", "\"id\": \"red\"", "an id stands twice")]
    public void A_fault_names_the_field(string old, string replacement, string expected)
    {
        using var folder = new TemporaryFolder();
        var text = JsonSerializer.Serialize(TinyHeadRecipe.Create(), HeadRecipeJson.Options);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("recipe.json"), text.Replace(old, replacement, StringComparison.Ordinal));

        var exception = Assert.Throws<RecipeException>(() => HeadRecipeReader.Read(folder.File("recipe.json")));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.File("recipe.json"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default()
    {
        using var folder = new TemporaryFolder();
        var text = JsonSerializer.Serialize(TinyHeadRecipe.Create(), HeadRecipeJson.Options).Replace("\"views\": 2,", "", StringComparison.Ordinal);
        File.WriteAllText(folder.File("recipe.json"), text);

        Assert.Equal(1, HeadRecipeReader.Read(folder.File("recipe.json")).Encoder.Frozen!.Views);
    }
}
