using System.Globalization;
using System.Runtime.InteropServices;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.VisionLanguage;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Golden pictures and texts of a model trained on a scene, with what they must give, computed by the trained modules themselves.</summary>
/// <param name="folder">Takes the pictures.</param>
/// <param name="recipe">The recipe.</param>
/// <param name="run">The run, finished.</param>
internal sealed class SceneGolden(BundleFolder folder, VisionLanguageRecipe recipe, VisionLanguageRun run)
{
    private const int Pictures = 3;
    private readonly string[] _texts = [.. VisionLanguageBundleWriter.Defaults(recipe).Select(phrase => phrase.Text)];

    /// <summary>The set.</summary>
    public GoldenSet Make()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        run.Model.eval();
        using var sampler = new SceneSampler(recipe.Scene, VisionLanguageSeeds.FirstValidation, recipe.Image, []);
        return new GoldenSet
        {
            Tolerance = BundleFolder.GoldenTolerance,
            Images = [.. Enumerable.Range(0, Pictures).Select(index => Picture(index, sampler.Draw(index, 1).Pixels))],
            Texts = [.. _texts.Select(Text)],
        };
    }

    private GoldenImage Picture(int index, byte[] pixels)
    {
        var file = folder.Put(string.Create(CultureInfo.InvariantCulture, $"golden.{index + 1}.png"), Png(pixels));
        var labels = Embed(_texts);
        var (global, patches) = run.Model.Image.forward(VisionLanguageModel.Normalised(pixels, 1, recipe.Image));
        return new GoldenImage
        {
            File = file.File,
            Sha256 = file.Sha256,
            Global = Bytes(global),
            Patches = Bytes(patches),
            Logits = run.Model.Heads.ToDictionary(head => head.Kind, head => Bytes(run.Model.Logits(head, global, patches, labels)), StringComparer.Ordinal),
        };
    }

    private GoldenText Text(string text)
    {
        var prompted = recipe.Text.Prompt.Replace("{label}", text, StringComparison.Ordinal);
        int[] ids = [.. run.Phrases.Row(text).TakeWhile(id => id != run.Phrases.Vocabulary.PaddingId).Select(id => (int)id)];
        return new GoldenText { Text = prompted, Ids = ids, Embedding = Bytes(Embed([text])) };
    }

    private Tensor Embed(string[] texts) =>
        run.Model.Text.forward(tensor(texts.SelectMany(run.Phrases.Row).ToArray(), [texts.Length, run.Phrases.ContextLength]));

    private byte[] Png(byte[] pixels)
    {
        using var colours = Mat.FromPixelData(recipe.Image.Size, recipe.Image.Size, MatType.CV_8UC3, pixels);
        using var picture = new Mat();
        Cv2.CvtColor(colours, picture, ColorConversionCodes.RGB2BGR);
        return picture.ToBytes(".png");
    }

    private static byte[] Bytes(Tensor tensor) => MemoryMarshal.AsBytes(TensorData.Values(tensor).AsSpan()).ToArray();
}
