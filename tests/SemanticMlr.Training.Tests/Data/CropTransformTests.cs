using SemanticMlr.Training.Data;

namespace SemanticMlr.Training.Tests.Data;

public sealed class CropTransformTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void A_place_goes_to_the_crop_and_back(int symmetry)
    {
        var transform = new CropTransform(new CropWindow(30, 40, 100, symmetry), 192, 0.1);

        var (x, y) = transform.ToCrop(55, 120);
        var m = transform.ToImage();

        // The matrix works on pixel indices, whose centres lie half a pixel further.
        var (column, row) = (x - 0.5f, y - 0.5f);
        Assert.Equal(55 - 0.5f, m[0] * column + m[1] * row + m[2], 3);
        Assert.Equal(120 - 0.5f, m[3] * column + m[4] * row + m[5], 3);
    }

    [Fact]
    public void Without_a_symmetry_the_region_lies_inside_the_margin()
    {
        var transform = new CropTransform(new CropWindow(30, 40, 100, 0), 192, 0.1);

        Assert.Equal((16f, 16f), transform.ToCrop(30, 40));
        Assert.Equal((176f, 176f), transform.ToCrop(130, 140));
    }

    [Fact]
    public void The_eight_symmetries_differ()
    {
        var places = Enumerable.Range(0, 8).Select(symmetry => new CropTransform(new CropWindow(0, 0, 100, symmetry), 192, 0.1).ToCrop(10, 30));

        Assert.Equal(8, places.Distinct().Count());
    }
}
