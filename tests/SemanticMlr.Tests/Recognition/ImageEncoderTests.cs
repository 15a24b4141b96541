using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Recognition;

public sealed class ImageEncoderTests
{
    [Fact]
    public void AnEncoderOfOthers_InTheFormOfTheContract_Runs()
    {
        var path = Repository.Shared("data", "models", "mobilenetv2", "encoder.onnx");
        var photographs = Directory.GetFiles(Repository.Shared("data", "coco-mini"), "*.jpg", SearchOption.AllDirectories).Order().Take(2).ToArray();
        var manifest = new BundleManifest { Image = new ImageSpecification { Size = 224 }, Dimension = 1_280 };
        using var encoder = new ImageEncoder(SessionFactory.ForProcessor(new InferenceOptions { Threads = 1 }).OpenEncoder(path, manifest.Image.Size), manifest);
        using var together = new EncoderBinding(encoder, 3, 224, 1_280);
        using var single = new EncoderBinding(encoder, 1, 224, 1_280);
        using var pixels = new RegionPixels(manifest.Image);
        for (var index = 0; index < photographs.Length; index++)
        {
            using var photograph = ImageReader.Read(photographs[index]);
            pixels.Write(PixelView.Of(photograph), new PixelRectangle(0, 0, photograph.Cols, photograph.Rows), together.Pixels.Row(index));
        }

        together.Run(2);
        together.Pixels.Row(1).CopyTo(single.Pixels.Row(0));
        single.Run(1);

        Assert.Equal(49, encoder.PatchCount);
        Assert.Equal(single.Global.Row(0).ToArray(), together.Global.Row(1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.NotEqual(together.Global.Row(0).ToArray(), together.Global.Row(1).ToArray());
        var mean = Enumerable.Range(0, 49).Average(patch => (double)together.Patches!.Row(0)[patch * 1_280 + 7]);
        Assert.Equal(mean, together.Global.Row(0)[7], 1e-3);
    }
}
