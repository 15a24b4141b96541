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
    private readonly Mat _bordered = new();

    /// <summary>Writes the region of a BGR image as RGB into <paramref name="destination"/>.</summary>
    /// <param name="image">The image, CV_8UC3, BGR.</param>
    /// <param name="region">The region without its margin; must have an area and lie inside the image.</param>
    /// <param name="destination">A header of <c>Size x Size</c>, CV_8UC3, over the memory to fill.</param>
    /// <exception cref="ArgumentException">The image is not 8-bit BGR, or the region does not lie inside it.</exception>
    public void Write(Mat image, PixelRectangle region, Mat destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        if (image.Type() != MatType.CV_8UC3)
        {
            throw new ArgumentException($"Expected an 8-bit BGR image, found {image.Type()}.", nameof(image));
        }

        if (!region.FitsInside(image.Cols, image.Rows))
        {
            throw new ArgumentException($"The region {region} does not lie inside an image of {image.Cols} x {image.Rows} pixels.", nameof(region));
        }

        var wanted = Shape(specification, region, specification.Margin);
        var inside = new Rect(0, 0, image.Cols, image.Rows).Intersect(wanted);
        using var visible = image.SubMat(inside);
        var source = visible;
        if (inside != wanted)
        {
            Cv2.CopyMakeBorder(
                visible,
                _bordered,
                inside.Top - wanted.Top,
                wanted.Bottom - inside.Bottom,
                inside.Left - wanted.Left,
                wanted.Right - inside.Right,
                BorderTypes.Replicate | BorderTypes.Isolated);
            source = _bordered;
        }

        Resize(source, destination);
        if (specification.Colour == ColourOrder.Rgb)
        {
            Cv2.CvtColor(destination, destination, ColorConversionCodes.BGR2RGB);
        }
    }

    /// <summary>Frees the scratch memory.</summary>
    public void Dispose() => _bordered.Dispose();

    /// <summary>Where the patches of a region lie: what the encoder sees of it, less the margin, which encoders cut off their outputs. With the fit <c>pad</c> it may reach outside the image.</summary>
    public static PixelRectangle PatchArea(ImageSpecification specification, PixelRectangle region)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var area = Shape(specification, region, margin: 0);
        return new PixelRectangle(area.X, area.Y, area.Width, area.Height);
    }

    /// <summary>The region grown by a margin, cut or widened to a square where the fit says so.</summary>
    private static Rect Shape(ImageSpecification specification, PixelRectangle region, double margin)
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
        return new Rect(x, y, Math.Max(1, (int)Math.Round(left + width) - x), Math.Max(1, (int)Math.Round(top + height) - y));
    }

    private void Resize(Mat source, Mat destination)
    {
        var interpolation = specification.Interpolation switch
        {
            ImageInterpolation.Linear => InterpolationFlags.Linear,
            ImageInterpolation.Cubic => InterpolationFlags.Cubic,
            _ => InterpolationFlags.Area,
        };
        Cv2.Resize(source, destination, new Size(specification.Size, specification.Size), 0, 0, interpolation);
    }
}
