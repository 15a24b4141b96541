using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Imaging;

/// <summary>Against OpenCV, which needs a bordered copy of the region.</summary>
public sealed class ResamplerTests
{
    private const int Tolerance = 2;

    [Theory]
    [InlineData(ImageInterpolation.Linear, 0, 0, 320, 240, 170)]
    [InlineData(ImageInterpolation.Linear, -32, -24, 384, 288, 192)]
    [InlineData(ImageInterpolation.Linear, 111, 57, 31, 45, 64)]
    [InlineData(ImageInterpolation.Linear, 300, 220, 40, 40, 48)]
    [InlineData(ImageInterpolation.Area, 0, 0, 320, 240, 32)]
    [InlineData(ImageInterpolation.Area, -32, -24, 384, 288, 64)]
    [InlineData(ImageInterpolation.Area, 13, 17, 201, 173, 57)]
    [InlineData(ImageInterpolation.Area, 270, -60, 110, 120, 64)]
    public void Write_GivesOpenCvsPixels_AlsoWhereTheRegionLeavesTheImage(ImageInterpolation interpolation, int x, int y, int width, int height, int size)
    {
        using var image = Photograph(320, 240);
        var actual = new byte[3 * size * size];

        new Resampler().Write(PixelView.Of(image), new PixelRectangle(x, y, width, height), size, interpolation == ImageInterpolation.Area, swapsColours: false, actual);

        var expected = OpenCv(image, new Rect(x, y, width, height), size, interpolation);

        // Enlarged, the outermost pixels lie between the region's and its neighbours, which OpenCV does not see.
        var rim = Math.Max(Rim(width, size), Rim(height, size));
        var compared = Enumerable.Range(0, size * size).Where(pixel => pixel % size >= rim && pixel % size < size - rim && pixel / size >= rim && pixel / size < size - rim);
        Assert.InRange(compared.Max(pixel => Enumerable.Range(3 * pixel, 3).Max(index => Math.Abs(actual[index] - expected[index]))), 0, Tolerance);
    }

    [Fact]
    public void Write_Bilinear_TakesTheMeanWhereItWouldSkipPixels()
    {
        using var image = Photograph(320, 240);
        var actual = new byte[3 * 32 * 32];

        new Resampler().Write(PixelView.Of(image), new PixelRectangle(0, 0, 320, 240), 32, isArea: false, swapsColours: false, actual);

        var expected = OpenCv(image, new Rect(0, 0, 320, 240), 32, ImageInterpolation.Area);
        Assert.InRange(actual.Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max(), 0, Tolerance);
    }

    [Fact]
    public void Write_OfARowThatIsShorterThanAVector_IsTheSame()
    {
        using var image = Photograph(9, 15);
        var actual = new byte[3 * 8 * 8];

        new Resampler().Write(PixelView.Of(image), new PixelRectangle(0, 0, 9, 15), 8, isArea: false, swapsColours: false, actual);

        var expected = OpenCv(image, new Rect(0, 0, 9, 15), 8, ImageInterpolation.Linear);
        Assert.InRange(actual.Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max(), 0, Tolerance);
    }

    [Fact]
    public void Write_OfAPartOfAnImage_DoesNotSeeTheRest()
    {
        using var image = Photograph(320, 240);
        using var part = image.SubMat(40, 140, 50, 210);
        using var copy = part.Clone();
        var (fromPart, fromCopy) = (new byte[3 * 32 * 32], new byte[3 * 32 * 32]);
        var whole = new PixelRectangle(-5, -5, 170, 110);

        new Resampler().Write(PixelView.Of(part), whole, 32, isArea: true, swapsColours: false, fromPart);
        new Resampler().Write(PixelView.Of(copy), whole, 32, isArea: true, swapsColours: false, fromCopy);

        Assert.Equal(fromCopy, fromPart);
    }

    [Fact]
    public void Write_AfterALargerRegion_ForgetsIt()
    {
        using var image = Photograph(320, 240);
        var (reused, fresh) = (new byte[3 * 24 * 24], new byte[3 * 24 * 24]);
        var resampler = new Resampler();
        resampler.Write(PixelView.Of(image), new PixelRectangle(0, 0, 320, 240), 64, isArea: true, swapsColours: false, new byte[3 * 64 * 64]);

        resampler.Write(PixelView.Of(image), new PixelRectangle(100, 90, 60, 30), 24, isArea: true, swapsColours: true, reused);

        new Resampler().Write(PixelView.Of(image), new PixelRectangle(100, 90, 60, 30), 24, isArea: true, swapsColours: true, fresh);
        Assert.Equal(fresh, reused);
    }

    [Fact]
    public void Write_OfARegionAgain_AllocatesNothing()
    {
        using var image = Photograph(320, 240);
        var destination = new byte[3 * 64 * 64];
        var resampler = new Resampler();
        var region = new PixelRectangle(-10, -10, 340, 260);
        resampler.Write(PixelView.Of(image), region, 64, isArea: true, swapsColours: true, destination);

        var before = GC.GetAllocatedBytesForCurrentThread();
        resampler.Write(PixelView.Of(image), region, 64, isArea: true, swapsColours: true, destination);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static int Rim(int span, int size) => span >= size ? 0 : (int)Math.Ceiling(size / (2.0 * span));

    private static byte[] OpenCv(Mat image, Rect wanted, int size, ImageInterpolation interpolation)
    {
        using var bordered = new Mat();
        using var square = new Mat();
        const int Border = 400;
        Cv2.CopyMakeBorder(image, bordered, Border, Border, Border, Border, BorderTypes.Replicate);
        using var region = bordered.SubMat(new Rect(wanted.X + Border, wanted.Y + Border, wanted.Width, wanted.Height)).Clone();
        Cv2.Resize(region, square, new Size(size, size), 0, 0, interpolation == ImageInterpolation.Area ? InterpolationFlags.Area : InterpolationFlags.Linear);
        square.GetArray(out Vec3b[] pixels);
        return [.. pixels.SelectMany(pixel => new[] { pixel.Item0, pixel.Item1, pixel.Item2 })];
    }

    /// <summary>Edges, slopes and noise.</summary>
    private static Mat Photograph(int width, int height)
    {
        var image = new Mat(height, width, MatType.CV_8UC3);
        var random = new Random(5);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var light = (x / 13 + y / 9) % 2 * 120;
                image.Set(y, x, new Vec3b((byte)(light + random.Next(80)), (byte)(x * 255 / width), (byte)(255 - light - y * 120 / height)));
            }
        }

        return image;
    }
}
