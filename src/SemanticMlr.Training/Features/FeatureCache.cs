using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Features;

/// <summary>The features of a frozen encoder, made once and kept in a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="encoderPath">The ONNX file.</param>
/// <param name="recipe">How it is used.</param>
/// <param name="threads">Threads of the encoder.</param>
internal sealed class FeatureCache(string folder, string encoderPath, FrozenEncoderRecipe recipe, int threads)
{
    /// <summary>Changes whenever the same region gives other pixels: see <see cref="RegionPixels"/>.</summary>
    private const string Resampling = "2";

    /// <summary>The features of all samples of a set.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="views">Views of each sample.</param>
    /// <param name="progress">Told of samples done and of all.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept then.</param>
    /// <exception cref="Bundles.BundleException">The encoder cannot be run.</exception>
    /// <exception cref="ImageException">An image cannot be read.</exception>
    public FeatureSet Get(SampleSet samples, int views, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var key = Key(samples, views);
        var path = Path.Combine(folder, $"{key[..32]}.features");
        if (FeatureFile.Read(path, key, samples.Samples.Count, views) is { } cached)
        {
            return cached;
        }

        using var encoder = new FeatureEncoder(ResizedEncoder.Of(encoderPath, recipe.Image.Size, folder), recipe.Image, new InferenceOptions { Threads = threads });
        var shape = new FeatureShape(encoder.GlobalWidth, encoder.Patches, encoder.PatchWidth);
        FeatureFile.Write(path, key, shape, Encode(samples, views, encoder, shape, progress, cancellationToken));
        return FeatureFile.Read(path, key, samples.Samples.Count, views) ?? throw new IOException($"{path}: the features just written cannot be read back; is the disk sound?");
    }

    private static IEnumerable<Half[]> Encode(
        SampleSet samples, int views, FeatureEncoder encoder, FeatureShape shape, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var values = new float[shape.Length];
        var (open, image) = ("", new Mat());
        try
        {
            foreach (var (index, sample) in samples.Samples.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (samples.ImagePath(sample) is var path && path != open)
                {
                    image.Dispose();
                    (open, image) = (path, ImageReader.Read(path));
                }

                for (var view = 0; view < views; view++)
                {
                    var (picture, region) = new SampleView(index, view).Of(image, sample.Region.Rectangle);
                    using (picture)
                    {
                        encoder.Encode(picture, region, values.AsSpan(0, shape.Global), values.AsSpan(shape.Global));
                    }

                    yield return Array.ConvertAll(values, value => (Half)value);
                }

                progress?.Invoke(index + 1, samples.Samples.Count);
            }
        }
        finally
        {
            image.Dispose();
        }
    }

    /// <summary>Hash over everything that the features depend on: encoder, pixels' way, views, and the images themselves.</summary>
    private string Key(SampleSet samples, int views)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(File.ReadAllBytes(encoderPath));
        Add(JsonSerializer.SerializeToUtf8Bytes(recipe.Image, HeadRecipeJson.Options));
        Add(Encoding.UTF8.GetBytes(Resampling));
        Add(Encoding.UTF8.GetBytes(views.ToString(CultureInfo.InvariantCulture)));
        foreach (var image in samples.Samples.Select(samples.ImagePath).Distinct(StringComparer.Ordinal))
        {
            Add(File.ReadAllBytes(image));
        }

        Add(Encoding.UTF8.GetBytes(string.Join(';', samples.Samples.Select(sample => $"{sample.Image} {sample.Region.Rectangle}"))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(byte[] bytes) => hash.AppendData(SHA256.HashData(bytes));
    }
}
