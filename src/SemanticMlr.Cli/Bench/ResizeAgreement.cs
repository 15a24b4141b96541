using System.Numerics.Tensors;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench;

/// <summary>How near the encoder's answer to quickly resized pictures is to its answer to well resized ones.</summary>
internal static class ResizeAgreement
{
    /// <summary>Cosines between the global features of whole pictures resized the bundle's way and by <see cref="AntialiasedBicubic"/>; one a picture.</summary>
    public static IReadOnlyList<double> Of(RecognitionModel model, IEnumerable<Frame> frames)
    {
        var specification = model.Bundle.Manifest.Image;
        using var batch = model.CreateBatch(2);
        using var pixels = new RegionPixels(specification with { Margin = 0, Fit = ImageFit.Stretch });
        var cosines = new List<double>();
        foreach (var frame in frames)
        {
            using var image = frame.AsMat();
            pixels.Write(frame.View, new PixelRectangle(0, 0, frame.Width, frame.Height), batch.PixelsOf(0));
            Reference(image, specification).CopyTo(batch.PixelsOf(1));
            model.Encode(batch, 2);
            cosines.Add(TensorPrimitives.CosineSimilarity(batch.GlobalOf(0), batch.GlobalOf(1)));
        }

        return cosines;
    }

    private static byte[] Reference(Mat image, ImageSpecification specification)
    {
        var square = AntialiasedBicubic.Resize(image, specification.Size);
        if (specification.Colour == ColourOrder.Bgr)
        {
            for (var pixel = 0; pixel < square.Length; pixel += 3)
            {
                (square[pixel], square[pixel + 2]) = (square[pixel + 2], square[pixel]);
            }
        }

        return square;
    }
}
