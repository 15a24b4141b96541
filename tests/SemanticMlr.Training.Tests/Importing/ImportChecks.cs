using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Tests.Export;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>Compares the graphs of an imported bundle with the independent forward pass.</summary>
internal static class ImportChecks
{
    /// <summary>CLIP's, as published.</summary>
    public static double[] Mean { get; } = [0.48145466, 0.4578275, 0.40821073];

    public static double[] Std { get; } = [0.26862954, 0.26130258, 0.27577711];

    /// <summary>What the bundle's encoder gives for an image input.</summary>
    public static Dictionary<string, float[]> Encode(ImportFiles files, OrtValue pixels) =>
        GraphRun.Of(File.ReadAllBytes(Path.Combine(files.Bundle, "encoder.fp32.onnx")), ("pixels", pixels));

    public static void AssertImages(ImportFiles files, double[]? mean = null, double[]? std = null)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (input, normalised) = Pixels(files.Sizes.Size, mean ?? Mean, std ?? Std);
        using (input)
        {
            var found = Encode(files, input);
            var (global, patches) = new PlainClip(files.Weights, files.Sizes).Image(normalised);
            GraphRun.AssertNear(global, found["global"]);
            GraphRun.AssertNear(patches, found["patches"]);
        }
    }

    public static void AssertTexts(ImportFiles files)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var bundle = Bundle.Open(files.Bundle);
        var tokenizer = new TextTokenizer(bundle.Manifest.Text.Tokenizer!, files.Bundle);
        var graph = File.ReadAllBytes(Path.Combine(files.Bundle, "text.onnx"));
        foreach (var text in new[] { "a open", "a short circuit", "x" })
        {
            var ids = tokenizer.Encode(text);
            var row = Enumerable.Repeat((long)bundle.Manifest.Text.PaddingId, files.Sizes.Context).ToArray();
            var mask = new long[row.Length];
            for (var place = 0; place < ids.Count; place++)
            {
                (row[place], mask[place]) = (ids[place], 1);
            }

            using var rows = OrtValue.CreateTensorValueFromMemory(row, [1, row.Length]);
            using var masks = OrtValue.CreateTensorValueFromMemory(mask, [1, row.Length]);
            var found = GraphRun.Of(graph, ("input_ids", rows), ("attention_mask", masks))["text_embeddings"];
            GraphRun.AssertNear(new PlainClip(files.Weights, files.Sizes).Text(ids), found);
        }
    }

    /// <summary>Two images of noise, as bytes and normalised by libtorch.</summary>
    public static (OrtValue Bytes, Tensor Normalised) Pixels(int size, double[] mean, double[] std)
    {
        var bytes = new byte[2 * size * size * 3];
        new Random(11).NextBytes(bytes);
        var planes = tensor(bytes, [2, size, size, 3]).to_type(ScalarType.Float32).permute(0, 3, 1, 2) / 255;
        var (centre, spread) = (tensor(mean).to_type(ScalarType.Float32).view(1, 3, 1, 1), tensor(std).to_type(ScalarType.Float32).view(1, 3, 1, 1));
        return (OrtValue.CreateTensorValueFromMemory(bytes, [2, size, size, 3]), ((planes - centre) / spread).contiguous());
    }
}
