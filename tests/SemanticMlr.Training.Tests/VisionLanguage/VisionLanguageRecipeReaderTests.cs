using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Recipes.VisionLanguage;

namespace SemanticMlr.Training.Tests.VisionLanguage;

public sealed class VisionLanguageRecipeReaderTests
{
    [Fact]
    public void The_shipped_recipe_is_sound()
    {
        var path = Repository.PathOf("models", "line-sim", "recipe.json");

        Assert.Equal(VisionLanguageRecipe.KindName, RecipeKind.Of(path));
        Assert.Equal("line-sim", VisionLanguageRecipeReader.Read(path).Name);
    }

    [Theory]
    [InlineData("scene", "\"pcb\"", "\"scene\" is \"pcb\"; only line has a grammar")]
    [InlineData("sceneSeed", "500000", "\"sceneSeed\" is 500000")]
    [InlineData("patchPool", "3", "\"patchPool\" is 3")]
    [InlineData("defaultHead", "\"sigrl\"", "\"defaultHead\" is \"sigrl\"")]
    [InlineData("defaultLabels", "[\"bottle\", \"moon\"]", "\"moon\" is no phrase of the scene")]
    [InlineData("heads", "[{ \"kind\": \"mkt\", \"topK\": 1 }, { \"kind\": \"mkt\", \"topK\": 1 }]", "a head stands twice")]
    [InlineData("sead", "1", "sead")]
    public void A_fault_is_named(string field, string value, string fault)
    {
        using var folder = new TemporaryFolder();
        var recipe = JsonSerializer.SerializeToNode(TinyVisionLanguageRecipe.Create(), HeadRecipeJson.Options)!.AsObject();
        recipe[field] = JsonNode.Parse(value);
        File.WriteAllText(folder.File("recipe.json"), recipe.ToJsonString());

        Assert.Contains(fault, Assert.Throws<RecipeException>(() => VisionLanguageRecipeReader.Read(folder.File("recipe.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var recipe = TinyVisionLanguageRecipe.Create() with { Dimension = 1, Licence = "", Schedule = new StepScheduleRecipe() };

        var message = Assert.Throws<RecipeException>(() => VisionLanguageRecipeReader.Checked(recipe, "here")).Message;

        Assert.All((string[])["\"dimension\"", "\"licence\"", "\"schedule.steps\"", "\"schedule.batch\"", "\"schedule.learningRate\""], field => Assert.Contains(field, message, StringComparison.Ordinal));
    }
}
