using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Training.Data;

namespace SemanticMlr.Training.Tests.Data;

public sealed class CropRendererTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(40, 40)]
    [InlineData(60, 20)]
    public void Training_crops_are_the_pixels_that_the_agent_cuts(int x, int y)
    {
        var recipe = TinyRecipe.Create();
        recipe = recipe with { Image = recipe.Image with { Size = 160, FirstSize = 48, Border = 2 } };
        using var picture = Picture();
        using var renderer = new CropRenderer(recipe, recipe.Image);
        using var pixels = new RegionPixels(recipe.Image.ToSpecification());
        using var colour = new Mat();
        var square = new byte[3 * 160 * 160];
        Cv2.CvtColor(picture, colour, ColorConversionCodes.GRAY2BGR);
        var batch = CropSampler.EmptyBatch(recipe, recipe.Image, 1);

        // A side of 64 gives a margin of whole pixels (8), so that neither way rounds.
        renderer.Render(new BoardImage("x", "x", picture, []), new CropWindow(x, y, 64, 0), null, batch, 0);
        pixels.Write(PixelView.Of(colour), new PixelRectangle(x, y, 64, 64), square);
        Assert.True(Enumerable.Range(0, 160 * 160).Max(index => Math.Abs(batch.Pixels[index] - square[3 * index])) <= 2);
    }

    [Fact]
    public void The_patch_that_holds_a_centre_has_target_one_and_only_regions_count()
    {
        var recipe = TinyRecipe.Create();
        using var picture = Picture();
        using var renderer = new CropRenderer(recipe, recipe.Image);
        var batch = CropSampler.EmptyBatch(recipe, recipe.Image, 1);
        var side = recipe.Image.PatchesPerSide;

        // Label 0 in the second patch of the third row, label 1 just outside on the right.
        var patch = 48f / side;
        var board = new BoardImage("x", "x", picture, [new Defect(0, 10 + 1.5f * patch, 10 + 2.5f * patch), new Defect(1, 10 + 48.5f, 30)]);
        renderer.Render(board, new CropWindow(10, 10, 48, 0), null, batch, 0);

        Assert.Equal(1, batch.Patches[(2 * side + 1) * 2]);
        Assert.Equal(1, batch.Patches.Count(value => value == 1));
        Assert.Contains(Enumerable.Range(0, side * side), index => batch.Patches[index * 2 + 1] > 0);
        Assert.Equal([1f, 0f], batch.Tiles);
    }

    private static Mat Picture()
    {
        var picture = new Mat(128, 128, MatType.CV_8UC1, Scalar.White);
        Cv2.Line(picture, new Point(0, 20), new Point(127, 90), Scalar.Black, 7);
        Cv2.Circle(picture, new Point(64, 64), 20, Scalar.Gray, -1);
        return picture;
    }
}
