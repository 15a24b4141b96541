using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Imaging;

public sealed class RegionPixelsTests
{
    [Fact]
    public void Write_OfARegionOfTheEncodersSize_CopiesItAsRgb()
    {
        using var image = Ramp(20, 12);
        var destination = new byte[3 * 8 * 8];
        using var pixels = new RegionPixels(new ImageSpecification { Size = 8 });

        pixels.Write(PixelView.Of(image), new PixelRectangle(3, 2, 8, 8), destination);

        Assert.Equal(new Vec3b(7, 6, 5), At(destination, 8, 4, 2));
        Assert.Equal(new Vec3b(5, 6, 7), image.At<Vec3b>(6, 5));
    }

    [Fact]
    public void Write_WithAMarginOverTheEdge_RepeatsTheEdge()
    {
        using var image = Ramp(20, 12);
        var destination = new byte[3 * 16 * 16];
        using var pixels = new RegionPixels(new ImageSpecification { Size = 16, Margin = 0.5, Colour = ColourOrder.Bgr });

        pixels.Write(PixelView.Of(image), new PixelRectangle(0, 0, 8, 8), destination);

        Assert.Equal(image.At<Vec3b>(0, 0), At(destination, 16, 0, 0));
        Assert.Equal(image.At<Vec3b>(0, 0), At(destination, 16, 4, 4));
        Assert.Equal(image.At<Vec3b>(11, 11), At(destination, 16, 15, 15));
    }

    [Theory]
    [InlineData(ImageFit.Crop, 6)]
    [InlineData(ImageFit.Pad, 0)]
    public void Write_OfAWideRegion_CutsOrWidensItToASquare(ImageFit fit, int firstColumn)
    {
        using var image = Ramp(20, 20);
        var destination = new byte[3 * 8 * 8];
        using var pixels = new RegionPixels(new ImageSpecification { Size = 8, Fit = fit, Colour = ColourOrder.Bgr, Interpolation = ImageInterpolation.Linear });

        // 20 x 8 pixels: the middle 8 x 8 of it, or 20 x 20 around it.
        pixels.Write(PixelView.Of(image), new PixelRectangle(0, 6, 20, 8), destination);

        Assert.InRange(At(destination, 8, 0, 0).Item0, firstColumn, firstColumn + 1);
    }

    [Theory]
    [InlineData(13, 0, 8, 8)]
    [InlineData(-1, 0, 8, 8)]
    [InlineData(0, 0, 0, 8)]
    [InlineData(int.MaxValue, 0, 8, 8)]
    public void Write_OfARegionOutsideTheImage_IsRefused(int x, int y, int width, int height)
    {
        using var image = Ramp(20, 12);
        var destination = new byte[3 * 8 * 8];
        using var pixels = new RegionPixels(new ImageSpecification { Size = 8 });

        Assert.Throws<ArgumentException>(() => pixels.Write(PixelView.Of(image), new PixelRectangle(x, y, width, height), destination));
    }

    private static Vec3b At(byte[] pixels, int size, int row, int column)
    {
        var place = 3 * (row * size + column);
        return new Vec3b(pixels[place], pixels[place + 1], pixels[place + 2]);
    }

    /// <summary>Blue counts columns, green rows, red the column and two.</summary>
    private static Mat Ramp(int width, int height)
    {
        var image = new Mat(height, width, MatType.CV_8UC3);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image.Set(y, x, new Vec3b((byte)x, (byte)y, (byte)(x + 2)));
            }
        }

        return image;
    }
}
