using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Imaging;

public sealed class ImageReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfGrey_GivesThreeEqualChannels() =>
        AssertPixel(new Vec3b(77, 77, 77), Write("grey.png", MatType.CV_8UC1, new Scalar(77)));

    [Fact]
    public void Read_OfSixteenBits_ScalesToEight()
    {
        AssertPixel(new Vec3b(255, 128, 1), Write("deep.png", MatType.CV_16UC3, new Scalar(65_535, 128 * 257, 300)));
        AssertPixel(new Vec3b(128, 128, 128), Write("deepgrey.png", MatType.CV_16UC1, new Scalar(128 * 257)));
    }

    [Fact]
    public void Read_OfRgba_DropsAlpha() =>
        AssertPixel(new Vec3b(1, 2, 3), Write("alpha.png", MatType.CV_8UC4, new Scalar(1, 2, 3, 0)));

    [Fact]
    public void Read_OfColour_KeepsIt() => AssertPixel(new Vec3b(1, 2, 3), Write("colour.png", MatType.CV_8UC3, new Scalar(1, 2, 3)));

    [Theory]
    [InlineData("x.jpg")]
    [InlineData("x.png")]
    public void Read_OfAnImageCutOff_SaysSo(string name)
    {
        using var noise = new Mat(64, 64, MatType.CV_8UC3);
        Cv2.Randu(noise, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
        Cv2.ImWrite(_folder.File(name), noise);
        var bytes = File.ReadAllBytes(_folder.File(name));
        using (ImageReader.Read(_folder.File(name)))
        {
            // Whole, it can be read.
        }

        File.WriteAllBytes(_folder.File(name), bytes[..(bytes.Length / 2)]);

        AssertFault(_folder.File(name), $"the image is cut off after {bytes.Length / 2} bytes");
    }

    [Fact]
    public void Read_OfAJpegWithATrailer_ReadsIt_AndACutOneWithAThumbnailIsRefused()
    {
        using var noise = new Mat(64, 64, MatType.CV_8UC3);
        Cv2.Randu(noise, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
        Cv2.ImEncode(".jpg", noise, out var jpeg);
        using (ImageReader.Decode([.. jpeg, 1, 0xFF, 0xDA, 0, 3, 0xFF], "trailer.jpg"))
        {
            // The start of a scan behind the end is no scan.
        }

        byte[] thumbnail = [0xFF, 0xE1, 0, 10, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9, 0, 0];
        using (ImageReader.Decode([.. jpeg[..2], .. thumbnail, .. jpeg[2..]], "thumbnail.jpg"))
        {
            // An end within a segment is no end.
        }

        byte[] cut = [.. jpeg[..2], .. thumbnail, .. jpeg[2..100]];
        Assert.Contains("cut off", Assert.Throws<ImageException>(() => ImageReader.Decode(cut, "cut.jpg")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfWhatIsNoImage_SaysSo()
    {
        File.WriteAllBytes(_folder.File("empty.jpg"), []);
        AssertFault(_folder.File("empty.jpg"), "the file is empty");
        File.WriteAllText(_folder.File("text.jpg"), "hello, this is no image at all");
        AssertFault(_folder.File("text.jpg"), "is no image that can be decoded");
        AssertFault(_folder.File("none.jpg"), "cannot be read");
        AssertFault(Write("float.tiff", MatType.CV_32FC3, new Scalar(1, 2, 3)), "store 8 or 16 bits a channel");
    }

    private string Write(string name, MatType type, Scalar colour)
    {
        using var image = new Mat(6, 8, type, colour);
        Cv2.ImWrite(_folder.File(name), image);
        return _folder.File(name);
    }

    private static void AssertPixel(Vec3b expected, string path)
    {
        using var image = ImageReader.Read(path);
        Assert.Equal((MatType.CV_8UC3, 8, 6), (image.Type(), image.Cols, image.Rows));
        Assert.Equal(expected, image.At<Vec3b>(3, 4));
    }

    private static void AssertFault(string path, string fault)
    {
        var exception = Assert.Throws<ImageException>(() => ImageReader.Read(path).Dispose());
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }
}
