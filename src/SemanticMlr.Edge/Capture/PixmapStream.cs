using OpenCvSharp;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>Reads binary PPM (P6) and PGM (P5) images of 8 bits one after another; each says its own size.</summary>
internal sealed class PixmapStream(Stream stream)
{
    private const int LargestValue = 255;
    private byte[] _grey = [];

    /// <summary>Reads the next header; false at the end of the stream.</summary>
    /// <exception cref="CaptureException">It is not such an image.</exception>
    public bool TryReadHeader(out PixmapHeader header)
    {
        header = default;
        var first = stream.ReadByte();
        if (first < 0)
        {
            return false;
        }

        var kind = first == 'P' ? stream.ReadByte() : -1;
        if (kind is not ('5' or '6'))
        {
            throw new CaptureException("The stream holds no binary PPM or PGM image where one should begin; for raw bgr24 frames declare their size as pipe:640x480:COMMAND.");
        }

        var (width, height, maximum) = (ReadNumber(), ReadNumber(), ReadNumber());
        if (maximum != LargestValue)
        {
            throw new CaptureException($"The images of the stream have values up to {maximum}; 8 bits a channel (up to {LargestValue}) are read.");
        }

        if (width > FramePool.MaxSide || height > FramePool.MaxSide)
        {
            throw new CaptureException($"An image of the stream has {width} x {height} pixels; a side may have {FramePool.MaxSide}.");
        }

        header = new PixmapHeader(width, height, kind == '5');
        return true;
    }

    /// <summary>Reads the pixels that follow the header as BGR.</summary>
    /// <exception cref="EndOfStreamException">The stream ended within the image.</exception>
    public void ReadPixels(PixmapHeader header, Frame destination)
    {
        using var picture = destination.AsMat();
        if (!header.IsGrey)
        {
            stream.ReadExactly(destination.Pixels);
            Cv2.CvtColor(picture, picture, ColorConversionCodes.RGB2BGR);
            return;
        }

        Array.Resize(ref _grey, header.Width * header.Height);
        stream.ReadExactly(_grey);
        using var grey = Mat.FromPixelData(header.Height, header.Width, MatType.CV_8UC1, _grey);
        Cv2.CvtColor(grey, picture, ColorConversionCodes.GRAY2BGR);
    }

    private int ReadNumber()
    {
        var sign = stream.ReadByte();
        while (sign is ' ' or '\t' or '\r' or '\n' or '#')
        {
            if (sign == '#')
            {
                SkipLine();
            }

            sign = stream.ReadByte();
        }

        var number = 0;
        var digits = 0;
        for (; sign is >= '0' and <= '9' && digits < 6; digits++)
        {
            number = number * 10 + (sign - '0');
            sign = stream.ReadByte();
        }

        return digits > 0 && sign is (' ' or '\t' or '\r' or '\n')
            ? number
            : throw new CaptureException("The header of a PPM or PGM image in the stream is damaged.");
    }

    private void SkipLine()
    {
        int sign;
        do
        {
            sign = stream.ReadByte();
        }
        while (sign is not ('\n' or -1));
    }
}
