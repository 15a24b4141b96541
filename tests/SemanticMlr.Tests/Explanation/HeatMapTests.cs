using OpenCvSharp;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Explanation;

public sealed class HeatMapTests
{
    [Fact]
    public void Shares_AreZeroAtTheLowest_OneAtTheHighest_OverAllRegions()
    {
        var map = new HeatMap([Map(0, 0, 40, 40, 0.1f, 0.1f, 0.1f, 0.1f), Map(40, 0, 40, 40, 0, 0, 0, 0.5f)]);

        using var shares = map.Shares(90, 40);

        Assert.Equal((70.0, 30.0, 0.5f), (map.Peak.X, map.Peak.Y, map.High));
        Assert.Equal(0.2f, shares.At<float>(20, 20), 1e-5);
        Assert.Equal(1, shares.At<float>(30, 75), 1e-5); // beyond the centre of the last patch
        Assert.Equal(0, shares.At<float>(20, 85)); // no region
    }

    [Fact]
    public void Shares_OfNegativeValues_BeginAtTheLowest()
    {
        var map = new HeatMap([Map(0, 0, 40, 40, -3, -1, -3, -3)]);

        using var shares = map.Shares(40, 40);

        Assert.Equal((-3f, -1f), (map.Low, map.High));
        Assert.Equal(0, shares.At<float>(39, 0), 1e-5);
        Assert.Equal(1, shares.At<float>(0, 39), 1e-5);
    }

    [Fact]
    public void Shares_OfAnAreaThatReachesOutside_AreCut()
    {
        var map = new HeatMap([Map(-20, 0, 80, 40, 0, 1, 0, 1)]);

        using var shares = map.Shares(40, 40);

        Assert.True(shares.At<float>(20, 39) > 0.9f);
        Assert.True(shares.At<float>(20, 0) < 0.1f);
    }

    [Fact]
    public void Paint_ColoursWhereTheLabelShows_AndLeavesTheRestGrey_AndTheSizeAsItIs()
    {
        using var image = new Mat(120, 200, MatType.CV_8UC3, new Scalar(40, 90, 160));
        var map = new HeatMap([Map(0, 0, 200, 120, 0, 0, 0, 1)]);

        using var painted = HeatMapPainter.Paint(image, map);

        Assert.Equal(image.Size(), painted.Size());
        Assert.True(IsGrey(painted.At<Vec3b>(5, 5)));
        var hot = painted.At<Vec3b>(115, 195);
        Assert.True(hot.Item2 > hot.Item0 + 40, $"expected red, found {hot}");
        Assert.True(painted.At<Vec3b>((int)map.Peak.Y, (int)map.Peak.X + 8).Item0 > 200); // the ring
        Assert.Equal(new Vec3b(40, 90, 160), image.At<Vec3b>(5, 5));
    }

    [Fact]
    public void Paint_OfAFlatMap_ColoursNothing()
    {
        using var image = new Mat(60, 60, MatType.CV_8UC3, new Scalar(90, 90, 90));

        using var painted = HeatMapPainter.Paint(image, new HeatMap([Map(0, 0, 60, 60, 0, 0, 0, 0)]));

        using var difference = new Mat();
        Cv2.Absdiff(image, painted, difference);
        Assert.Equal(0, Cv2.Sum(difference).Val0);
    }

    [Theory]
    [InlineData(640, 480)]
    [InlineData(48, 32)]
    public void AddStrip_PutsAStripAbove_AndLeavesThePictureAsItIs(int width, int height)
    {
        using var painted = new Mat(height, width, MatType.CV_8UC3, new Scalar(1, 2, 3));
        var map = new HeatMap([Map(0, 0, width, height, 0, 0, 0, 1)]);

        using var framed = HeatMapLegend.AddStrip(painted, map, "a-rather-long-label_id 0.97 in r2c2 (threshold 0.50)");

        Assert.True(framed.Rows > height && framed.Cols >= width);
        using var place = framed.SubMat(new Rect((framed.Cols - width) / 2, framed.Rows - height, width, height));
        using var difference = new Mat();
        Cv2.Absdiff(painted, place, difference);
        Assert.Equal(0, Cv2.Sum(difference).Val0);
        using var strip = framed.SubMat(new Rect(0, 0, framed.Cols, framed.Rows - height));
        Assert.True(Cv2.Sum(strip).Val0 > strip.Total() * 32); // something is written
    }

    [Fact]
    public void AddCaption_StaysInThePicture_AwayFromTheMaximum()
    {
        using var painted = new Mat(100, 200, MatType.CV_8UC3, Scalar.All(250));
        HeatMapLegend.AddCaption(painted, new HeatMap([Map(0, 0, 200, 100, 1, 0, 0, 0)]), "short 0.51");

        Assert.Equal(new Vec3b(250, 250, 250), painted.At<Vec3b>(20, 40));
        Assert.Equal(new Vec3b(32, 32, 32), painted.At<Vec3b>(99, 199));
    }

    private static bool IsGrey(Vec3b pixel) => Math.Abs(pixel.Item0 - pixel.Item1) < 3 && Math.Abs(pixel.Item1 - pixel.Item2) < 3;

    private static RelevanceMap Map(int x, int y, int width, int height, params float[] values) => new(new PixelRectangle(x, y, width, height), 2, values);
}
