using System.Runtime.InteropServices;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The golden set of a form: the bundle's pictures with what this form gives for them here.</summary>
internal static class FormGolden
{
    /// <summary>Runs the golden pictures.</summary>
    public static GoldenSet Of(RecognitionModel model, double tolerance)
    {
        var golden = model.Bundle.Golden;
        var table = model.CreateLabelTable(model.Bundle.Labels);
        using var batch = model.CreateBatch(1);
        return golden with { Tolerance = tolerance, Images = [.. golden.Images.Select(image => Of(model, batch, table, image))] };
    }

    private static GoldenImage Of(RecognitionModel model, RecognitionBatch batch, Labels.LabelTable table, GoldenImage image)
    {
        using (var picture = ImageReader.Read(model.Bundle.PathOf(image)))
        {
            if (model.Bundle.Manifest.Image.Colour == ColourOrder.Rgb)
            {
                Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
            }

            PixelView.Of(picture).Pixels.CopyTo(batch.PixelsOf(0));
        }

        model.Encode(batch, 1);
        var (global, patches) = (Bytes(batch.GlobalOf(0)), image.Patches is null ? null : Bytes(batch.PatchesOf(0)));
        var logits = new Dictionary<string, byte[]>();
        foreach (var head in image.Logits.Keys)
        {
            model.Score(batch, 1, RecognitionSnapshot.Create(model, table, head, besideList: null));
            logits.Add(head, Bytes(batch.Logits(0)));
        }

        return image with { Global = global, Patches = patches, Logits = logits };
    }

    private static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();
}
