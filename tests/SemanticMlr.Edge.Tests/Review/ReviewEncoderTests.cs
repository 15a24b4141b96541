using OpenCvSharp;
using SemanticMlr.Edge.Review;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewEncoderTests
{
    private readonly FramePool _pool = new();

    [Fact]
    public void Encode_SmallFrame_KeepsItsSize()
    {
        using var frame = Noise(320, 200);
        var picture = ReviewEncoder.Encode(frame, new ReviewJpegOptions())!;

        Assert.Equal((320, 200), (picture.Width, picture.Height));
        using var decoded = Cv2.ImDecode(picture.Jpeg, ImreadModes.Color);
        Assert.Equal((320, 200), (decoded.Width, decoded.Height));
    }

    [Fact]
    public void Encode_LargeFrame_IsShrunkToTheLongestSide()
    {
        using var frame = Noise(1_000, 500);
        var picture = ReviewEncoder.Encode(frame, new ReviewJpegOptions { MaxSide = 200 })!;
        Assert.Equal((200, 100), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData(60_000, 640)] // quality is enough
    [InlineData(15_000, 479)] // must be smaller too
    public void Encode_NoisyFrame_FitsItsBytes(int maxBytes, int mostColumns)
    {
        using var frame = Noise(640, 480);
        var picture = ReviewEncoder.Encode(frame, new ReviewJpegOptions { MaxBytes = maxBytes, MinQuality = 20 })!;
        Assert.InRange(picture.Jpeg.Length, 1, maxBytes);
        Assert.InRange(picture.Width, 1, mostColumns);
    }

    [Fact]
    public void Encode_ThatCannotFit_IsRefused()
    {
        using var frame = Noise(640, 480);
        Assert.Null(ReviewEncoder.Encode(frame, new ReviewJpegOptions { MaxBytes = 300 }));
    }

    private Frame Noise(int width, int height)
    {
        var frame = _pool.Rent(width, height);
        new Random(1).NextBytes(frame.Pixels);
        return frame;
    }
}
