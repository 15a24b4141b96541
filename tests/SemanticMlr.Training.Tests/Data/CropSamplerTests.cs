using SemanticMlr.TestSupport;
using SemanticMlr.Training.Data;

namespace SemanticMlr.Training.Tests.Data;

public sealed class CropSamplerTests
{
    [Fact]
    public void A_batch_depends_on_seed_and_step_alone()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        using var boards = BoardSet.Read(DrawnBoards.Write(folder.Path, 2), recipe);
        using var one = new CropSampler(recipe, boards.Images, 3);
        using var other = new CropSampler(recipe, boards.Images, 3);
        using var reseeded = new CropSampler(recipe, boards.Images, 4);

        other.Draw(0);
        var (first, second) = (one.Draw(7), other.Draw(7));

        Assert.Equal(first.Pixels, second.Pixels);
        Assert.Equal(first.Patches, second.Patches);
        Assert.NotEqual(first.Pixels, one.Draw(8).Pixels);
        Assert.NotEqual(first.Pixels, reseeded.Draw(7).Pixels);
    }

    [Fact]
    public void The_first_steps_draw_smaller_crops()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRecipe.Create();
        using var boards = BoardSet.Read(DrawnBoards.Write(folder.Path, 1), recipe);
        using var sampler = new CropSampler(recipe, boards.Images, 3);

        Assert.Equal(48, sampler.Draw(1).Size);
        Assert.Equal(64, sampler.Draw(2).Size);
    }
}
