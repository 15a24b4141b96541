using OpenCvSharp;

namespace SemanticMlr.Imaging;

/// <summary>Reads image files of any usual kind as 8-bit BGR, as stored: an orientation in EXIF is not applied.</summary>
/// <remarks>Grey becomes three equal channels, 16 bits are scaled to 8, alpha is dropped.</remarks>
public static class ImageReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 256 << 20;

    /// <summary>Reads a file.</summary>
    /// <returns>An image of type CV_8UC3; the caller disposes it.</returns>
    /// <exception cref="ImageException">The file is missing, too large, damaged, cut off, or no image.</exception>
    public static Mat Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                throw new ImageException($"{path}: {stream.Length} bytes are more than the {MaxBytes} that an image may have.");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Decode(bytes, path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not ImageException)
        {
            throw new ImageException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Decodes an image from memory.</summary>
    /// <param name="bytes">The content of an image file.</param>
    /// <param name="name">What faults call it.</param>
    /// <inheritdoc cref="Read" path="/returns"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static Mat Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (ImageEnd.IsMissing(bytes))
        {
            throw new ImageException($"{name}: the image is cut off after {bytes.Length} bytes.");
        }

        if (bytes.IsEmpty)
        {
            throw new ImageException($"{name}: the file is empty.");
        }

        Mat decoded;
        try
        {
            decoded = Cv2.ImDecode(bytes, ImreadModes.Unchanged);
        }
        catch (OpenCVException exception)
        {
            throw new ImageException($"{name}: cannot be decoded: {exception.Message}", exception);
        }

        using (decoded)
        {
            if (decoded.Empty())
            {
                throw new ImageException($"{name}: is no image that can be decoded.");
            }

            return ToBgr(decoded, name);
        }
    }

    private static Mat ToBgr(Mat image, string name)
    {
        using var eightBit = new Mat();
        switch (image.Depth())
        {
            case MatType.CV_8U:
                image.AssignTo(eightBit);
                break;
            case MatType.CV_16U:
                image.ConvertTo(eightBit, MatType.CV_8U, 1.0 / 257);
                break;
            default:
                throw new ImageException($"{name}: pixels of type {image.Type()} are not supported; store 8 or 16 bits a channel.");
        }

        var conversion = image.Channels() switch
        {
            1 => ColorConversionCodes.GRAY2BGR,
            4 => ColorConversionCodes.BGRA2BGR,
            3 => (ColorConversionCodes?)null,
            _ => throw new ImageException($"{name}: {image.Channels()} channels are not supported; store 1, 3 or 4."),
        };
        var bgr = new Mat();
        if (conversion is { } code)
        {
            Cv2.CvtColor(eightBit, bgr, code);
        }
        else
        {
            eightBit.CopyTo(bgr);
        }

        return bgr;
    }
}
