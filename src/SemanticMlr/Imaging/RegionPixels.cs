using OpenCvSharp;
using SemanticMlr.Bundles;

namespace SemanticMlr.Imaging;

/// <summary>Turns a region of an image into the square of RGB bytes that an image encoder reads.</summary>
/// <remarks>
/// The one definition that the agent, <c>mlr eval</c> and training share. The region grows by the bundle's margin on every side;
/// what lies outside the image repeats its edge. Owns its scratch memory; not thread-safe, one instance per loop.
/// </remarks>
public sealed class RegionPixels(ImageSpecification specification) : IDisposable
{
    private readonly Resampler _resampler = new();
    private readonly Mat _bordered = new();

    /// <summary>Writes the region of a BGR image in the order of colours that the bundle asks for. Allocates nothing, except for bicubic resampling.</summary>
    /// <param name="image">The image: blue, green, red.</param>
    /// <param name="region">The region without its margin; must have an area and lie inside the image.</param>
    /// <param name="destination">Takes <c>3 * Size * Size</c> bytes.</param>
    /// <exception cref="ArgumentException">The region does not lie inside the image.</exception>
    public void Write(PixelView image, PixelRectangle region, Span<byte> destination)
    {
        if (!region.FitsInside(image.Width, image.Height))
        {
            throw new ArgumentException($"The region {region} does not lie inside an image of {image.Width} x {image.Height} pixels.", nameof(region));
        }

        var wanted = Shape(specification, region, specification.Margin);
        if (specification.Interpolation == ImageInterpolation.Cubic)
        {
            WriteCubic(image, new Rect(wanted.X, wanted.Y, wanted.Width, wanted.Height), destination);
        }
        else
        {
            _resampler.Write(
                image, wanted, specification.Size, specification.Interpolation == ImageInterpolation.Area, specification.Colour == ColourOrder.Rgb, destination);
        }
    }

    /// <summary>Frees the scratch memory.</summary>
    public void Dispose() => _bordered.Dispose();

    /// <summary>Where the patches of a region lie: what the encoder sees of it, less the margin, which encoders cut off their outputs. With the fit <c>pad</c> it may reach outside the image.</summary>
    public static PixelRectangle PatchArea(ImageSpecification specification, PixelRectangle region)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return Shape(specification, region, margin: 0);
    }

    /// <summary>The region grown by a margin, cut or widened to a square where the fit says so.</summary>
    private static PixelRectangle Shape(ImageSpecification specification, PixelRectangle region, double margin)
    {
        var (marginX, marginY) = (margin * region.Width, margin * region.Height);
        var (left, top) = (region.X - marginX, region.Y - marginY);
        var (width, height) = (region.Width + 2 * marginX, region.Height + 2 * marginY);
        var side = specification.Fit switch
        {
            ImageFit.Crop => Math.Min(width, height),
            ImageFit.Pad => Math.Max(width, height),
            _ => 0,
        };
        if (side > 0)
        {
            (left, top) = (left + (width - side) / 2, top + (height - side) / 2);
            (width, height) = (side, side);
        }

        var (x, y) = ((int)Math.Round(left), (int)Math.Round(top));
        return new PixelRectangle(x, y, Math.Max(1, (int)Math.Round(left + width) - x), Math.Max(1, (int)Math.Round(top + height) - y));
    }

    private unsafe void WriteCubic(PixelView image, Rect wanted, Span<byte> destination)
    {
        fixed (byte* pixels = image.Pixels, target = destination)
        {
            using var source = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (nint)pixels, image.Stride);
            using var square = Mat.FromPixelData(specification.Size, specification.Size, MatType.CV_8UC3, (nint)target);
            var inside = new Rect(0, 0, image.Width, image.Height).Intersect(wanted);
            using var visible = source.SubMat(inside);
            Cv2.CopyMakeBorder(
                visible,
                _bordered,
                inside.Top - wanted.Top,
                wanted.Bottom - inside.Bottom,
                inside.Left - wanted.Left,
                wanted.Right - inside.Right,
                BorderTypes.Replicate | BorderTypes.Isolated);
            Cv2.Resize(_bordered, square, square.Size(), 0, 0, InterpolationFlags.Cubic);
            if (specification.Colour == ColourOrder.Rgb)
            {
                Cv2.CvtColor(square, square, ColorConversionCodes.BGR2RGB);
            }
        }
    }
}
