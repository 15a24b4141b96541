using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Imaging;

public sealed class GridSizeTests
{
    [Fact]
    public void Tiles_Of640PixelsInThree_CutAt213And427()
    {
        Assert.True(GridSize.TryParse("3x3", out var grid));
        var tiles = grid.Tiles(640, 640);

        Assert.Equal(9, tiles.Count);
        Assert.Equal(new NamedRegion("r1c2", new PixelRectangle(213, 0, 214, 213)), tiles[1]);
        Assert.Equal(new NamedRegion("r3c3", new PixelRectangle(427, 427, 213, 213)), tiles[8]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0x3")]
    [InlineData("3x-1")]
    [InlineData("3x65")]
    [InlineData("3x3x3")]
    public void TryParse_OfAnythingElse_IsFalse(string? text) => Assert.False(GridSize.TryParse(text, out _));
}
