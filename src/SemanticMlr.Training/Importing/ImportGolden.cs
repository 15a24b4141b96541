using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Export;

namespace SemanticMlr.Training.Importing;

/// <summary>What golden inputs must give, computed with the untouched models and normalisation on the host: a bundle that reproduces it was edited rightly.</summary>
internal static class ImportGolden
{
    /// <summary>Largest relative difference between the embedding and the tail run by itself over the class token.</summary>
    private const double TailTolerance = 1e-3;

    /// <summary>The pictures.</summary>
    /// <param name="vision">The untouched image model.</param>
    /// <param name="image">Mean, spread, size.</param>
    /// <param name="heads">The heads.</param>
    /// <param name="names">Their names.</param>
    /// <param name="labels">C x D values of the default list.</param>
    /// <param name="folder">Where pictures are put.</param>
    public static List<GoldenImage> Images(
        VisionModel vision, ImageSpecification image, ImportedHead heads, IEnumerable<string> names, float[] labels, BundleFolder folder)
    {
        using var untouched = vision.OpenUntouched();
        using var tail = vision.Tail is { Nodes.Count: > 0 } ? new OnnxRun(vision.File.Path, VisionGraph.Tail(vision)) : null;
        var images = new List<GoldenImage>();
        foreach (var (index, picture) in ColourPicture.Draw(image.Size).Index())
        {
            var file = folder.Put(string.Create(CultureInfo.InvariantCulture, $"golden.{index + 1}.png"), picture.Png);
            var pixels = picture.Normalised(image.Mean, image.Std);
            string[] outputs = vision.Tail is { } parts ? [vision.Output, parts.Entry, parts.Features] : [vision.Output];
            var found = vision.Run(untouched, pixels, outputs);
            var global = found[0].Values;
            float[] patches = vision.Tail is null ? [] : Patches(vision, tail, global, found[1].Values, found[2].Values);
            images.Add(new GoldenImage
            {
                File = file.File,
                Sha256 = file.Sha256,
                Global = Bytes(global),
                Patches = vision.Tail is null ? null : Bytes(patches),
                Logits = names.ToDictionary(name => name, name => Bytes(heads.Expect(name, global, patches, labels))),
            });
        }

        return images;
    }

    /// <summary>The texts.</summary>
    public static GoldenText Text(string text, TextTokenizer tokenizer, TextModel model)
    {
        var ids = tokenizer.Encode(text, model.Length);
        return new GoldenText { Text = text, Ids = ids, Embedding = Bytes(model.Encode(ids)) };
    }

    /// <summary>The tail over one place after the other, as rows of one; places as they are where the pick comes last.</summary>
    private static float[] Patches(VisionModel vision, OnnxRun? tail, float[] global, float[] entry, float[] features)
    {
        var (shape, kind) = (vision.Shape, vision.Tail!.Kind);
        var again = Run(entry);
        var off = again.Zip(global, (left, right) => Math.Abs(left - right)).Max() / Math.Max(1e-12, global.Max(Math.Abs));
        if (!(off <= TailTolerance))
        {
            throw new BundleException(
                vision.File.Path, FormattableString.Invariant($"what follows {TailFinder.Name(vision.Tail.Pick)} gives another embedding by itself (off by {off:g3}); the model cannot be edited"));
        }

        var width = (int)(kind == PickKind.MapMean ? shape.Features[0] : shape.Features[1]);
        var places = features.Length / width;
        var first = kind == PickKind.ClassToken ? 1 : 0;
        var patches = new List<float>((places - first) * shape.Dimension);
        for (var place = first; place < places; place++)
        {
            var row = new float[width];
            for (var channel = 0; channel < width; channel++)
            {
                row[channel] = kind == PickKind.MapMean ? features[channel * places + place] : features[place * width + channel];
            }

            patches.AddRange(Run(row));
        }

        return [.. patches];

        float[] Run(float[] row)
        {
            if (tail is null)
            {
                return row;
            }

            using var value = OrtValue.CreateTensorValueFromMemory(row, [1, .. shape.Entry]);
            return tail.Run(new Dictionary<string, OrtValue> { [vision.Tail!.Entry] = value }, vision.Output)[0].Values;
        }
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
