using OpenCvSharp;

namespace SemanticMlr.Imaging;

/// <summary>The pixels of an 8-bit image of three channels where they lie: no copy, no native object.</summary>
/// <param name="pixels">From the first byte of the first row to the last byte of the last.</param>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="stride">Bytes from one row to the next, at least <c>3 * width</c>.</param>
public readonly ref struct PixelView(ReadOnlySpan<byte> pixels, int width, int height, int stride)
{
    /// <summary>From the first byte of the first row to the last byte of the last.</summary>
    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    /// <summary>Columns.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => stride;

    /// <summary>The pixels of an OpenCV image, which must outlive the view.</summary>
    /// <exception cref="ArgumentException">The image is not 8-bit BGR.</exception>
    public static unsafe PixelView Of(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Type() != MatType.CV_8UC3)
        {
            throw new ArgumentException($"Expected an 8-bit BGR image, found {image.Type()}.", nameof(image));
        }

        var (width, height, stride) = (image.Cols, image.Rows, checked((int)image.Step()));
        var length = height == 0 ? 0 : checked((height - 1) * stride + 3 * width);
        return new PixelView(new ReadOnlySpan<byte>((void*)image.Data, length), width, height, stride);
    }
}
