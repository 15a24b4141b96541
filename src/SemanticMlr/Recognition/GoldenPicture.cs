using System.Runtime.InteropServices;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;

namespace SemanticMlr.Recognition;

/// <summary>A golden picture as the image encoder reads it.</summary>
/// <param name="Index">Its place in the golden set.</param>
/// <param name="Pixels">S x S x 3 bytes in the bundle's order of colours.</param>
/// <param name="Expected">What it must give.</param>
internal sealed record GoldenPicture(int Index, byte[] Pixels, GoldenImage Expected)
{
    /// <summary>Reads all pictures of a golden set.</summary>
    /// <exception cref="BundleException">A picture cannot be read or is not of the encoder's size.</exception>
    public static IReadOnlyList<GoldenPicture> ReadAll(Bundle bundle, GoldenSet golden) =>
        [.. golden.Images.Select((image, index) => new GoldenPicture(index, Read(bundle, image), image))];

    private static byte[] Read(Bundle bundle, GoldenImage image)
    {
        var path = bundle.PathOf(image);
        var size = bundle.Manifest.Image.Size;
        try
        {
            using var picture = ImageReader.Read(path);
            if (picture.Rows != size || picture.Cols != size)
            {
                throw new BundleException(path, $"the golden picture has {picture.Cols} x {picture.Rows} pixels, expected {size} x {size}");
            }

            if (bundle.Manifest.Image.Colour == ColourOrder.Rgb)
            {
                Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
            }

            var pixels = new byte[size * size * 3];
            Marshal.Copy(picture.Data, pixels, 0, pixels.Length);
            return pixels;
        }
        catch (ImageException exception)
        {
            throw new BundleException(path, $"the golden picture cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
