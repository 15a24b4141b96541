using SemanticMlr.Datasets;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Tests.Data;

public sealed class BoardSetTests
{
    [Fact]
    public void Groups_are_held_out_whole()
    {
        using var folder = new TemporaryFolder();
        using var boards = BoardSet.Read(DrawnBoards.Write(folder.Path, 3), TinyRecipe.Create());

        var (training, heldOut) = boards.Split(["b"]);

        Assert.All(training, image => Assert.Equal("a", image.Group));
        Assert.Equal(3, heldOut.Count);
    }

    [Theory]
    [InlineData("c", "No image is in group c")]
    [InlineData("a,b", "nothing is left")]
    public void A_split_that_cannot_be_made_is_refused(string groups, string expected)
    {
        using var folder = new TemporaryFolder();
        using var boards = BoardSet.Read(DrawnBoards.Write(folder.Path, 1), TinyRecipe.Create());

        Assert.Contains(expected, Assert.Throws<DatasetException>(() => boards.Split(groups.Split(','))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dot\"", "\"hole\"", "the recipe does not list")]
    [InlineData("\"width\": 120", "\"width\": 121", "not 121 x 120")]
    [InlineData("a000.png", "none.png", "cannot be read")]
    [InlineData("\"boxes\"", "\"region\": {\"x\": 0, \"y\": 0, \"width\": 60, \"height\": 60}, \"boxes\"", "has a \"region\"")]
    [InlineData("\"boxes\"", "\"unknown\": [\"dot\"], \"boxes\"", "has \"unknown\" labels")]
    [InlineData("\"boxes\"", "\"labels\": [\"dot\"], \"boxes\"", "has the \"labels\" dot, but boxes of dot, cross")]
    [InlineData("\"width\": 120", "\"width\": 160", "tiles of 80 x 60 pixels in a 2x2 grid")]
    [InlineData("\"boxes\"", "\"unknown\": [\"*\"], \"things\"", "no \"boxes\"")]
    public void A_data_set_that_does_not_fit_names_the_image(string old, string replacement, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = DrawnBoards.Write(folder.Path, 1);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, replacement, StringComparison.Ordinal));

        var exception = Assert.Throws<DatasetException>(() => BoardSet.Read(path, TinyRecipe.Create()));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_say_what_the_boxes_say_are_read()
    {
        using var folder = new TemporaryFolder();
        var path = DrawnBoards.Write(folder.Path, 1);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"boxes\"", "\"labels\": [\"cross\", \"dot\"], \"boxes\"", StringComparison.Ordinal));

        using var boards = BoardSet.Read(path, TinyRecipe.Create());

        Assert.Equal(2, boards.Images.Count);
    }

    [Fact]
    public void Simulated_boards_are_added_with_their_defects_and_left_out_with_the_boards_they_follow()
    {
        using var folder = new TemporaryFolder();
        var labels = new[] { "dot", "cross", "open", "short", "mousebite", "spur", "copper", "pin-hole" };
        var recipe = TinyRecipe.Create() with
        {
            Labels = [.. labels.Select(label => new LabelRecipe { Id = label, Text = label })],
            Simulation = new SimulationRecipe { Scene = "pcb", Seed = 1, Count = 8 },
        };

        using var boards = BoardSet.Read(DrawnBoards.Write(folder.Path, 2), recipe);
        var simulated = boards.Images.Where(image => image.Name.StartsWith("sim:", StringComparison.Ordinal)).ToList();
        var drawn = simulated.CountBy(image => image.Group).MaxBy(pair => pair.Value);
        var renamed = boards.Images[0] with { Group = drawn.Key.Replace("simulated-", "", StringComparison.Ordinal) };
        var (training, heldOut) = boards.Split([boards.Images[0].Group]);
        var (other, _) = new BoardSet([renamed, .. simulated]).Split([renamed.Group]);

        Assert.Equal(8, simulated.Count);
        Assert.All(simulated, image => Assert.NotEmpty(image.Defects));
        Assert.Equal(8, training.Count(image => simulated.Contains(image)));
        Assert.DoesNotContain(heldOut, simulated.Contains);
        Assert.InRange(drawn.Value, 1, 7);
        Assert.Equal(8 - drawn.Value, other.Count);
    }
}
