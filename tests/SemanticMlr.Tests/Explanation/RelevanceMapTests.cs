using SemanticMlr.Explanation;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Explanation;

public sealed class RelevanceMapTests
{
    private static readonly RelevanceMap Map = new(new PixelRectangle(100, 50, 40, 20), 2, [0.1f, 0.7f, 0.3f, 0.2f]);

    [Fact]
    public void Maximum_IsTheCentreOfTheBestPatch_InPixelsOfTheImage() => Assert.Equal(new RelevancePeak(130, 55, 0.7f), Map.Maximum());

    [Fact]
    public void Maximum_OfEqualValues_IsTheFirst() =>
        Assert.Equal(new RelevancePeak(110, 55, 0.5f), (Map with { Values = [0.5f, 0.5f, 0.5f, 0.5f] }).Maximum());

    [Fact]
    public void Best_NamesPlaceAndSize()
    {
        var best = Map.Best(2);

        Assert.Equal(new PatchEvidence(0, 1, 120, 50, 20, 10, 0.7f), best[0]);
        Assert.Equal(new PatchEvidence(1, 0, 100, 60, 20, 10, 0.3f), best[1]);
        Assert.Equal(4, Map.Best(9).Count);
    }

    [Fact]
    public void Scaled_MovesAndShrinksWithThePicture() => Assert.Equal(new PixelRectangle(50, 100, 20, 40), Map.Scaled(0.5, 2).Area);

    [Fact]
    public void Scaled_OfNeighbours_LeavesNoGap()
    {
        var left = (Map with { Area = new PixelRectangle(0, 0, 213, 10) }).Scaled(0.37, 1);
        var right = (Map with { Area = new PixelRectangle(213, 0, 214, 10) }).Scaled(0.37, 1);

        Assert.Equal(left.Area.Right, right.Area.X);
    }
}
