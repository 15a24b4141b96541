using OpenCvSharp;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Review;

/// <summary>Makes JPEGs that fit their size: shrunk to the longest side, then at falling quality, then smaller.</summary>
internal static class ReviewEncoder
{
    private const int QualityStep = 15;
    private const int MinSide = 64;

    /// <summary>Encodes a frame, or returns null where it does not fit even small and coarse.</summary>
    public static ReviewPicture? Encode(Frame frame, ReviewJpegOptions options)
    {
        using var source = frame.AsMat();
        var scale = Math.Min(1.0, options.MaxSide / (double)Math.Max(frame.Width, frame.Height));
        while (true)
        {
            var size = new Size(Math.Max(1, (int)Math.Round(frame.Width * scale)), Math.Max(1, (int)Math.Round(frame.Height * scale)));
            using var shrunk = new Mat();
            if (scale < 1)
            {
                Cv2.Resize(source, shrunk, size, interpolation: InterpolationFlags.Area);
            }

            for (var quality = options.Quality; ; quality = Math.Max(options.MinQuality, quality - QualityStep))
            {
                Cv2.ImEncode(".jpg", scale < 1 ? shrunk : source, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
                if (jpeg.Length <= options.MaxBytes)
                {
                    return new ReviewPicture(jpeg, size.Width, size.Height);
                }

                if (quality == options.MinQuality)
                {
                    break;
                }
            }

            scale *= 0.75;
            if (Math.Max(frame.Width, frame.Height) * scale < MinSide)
            {
                return null;
            }
        }
    }
}
