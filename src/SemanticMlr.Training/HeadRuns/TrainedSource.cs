using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Runs;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Samples that an encoder in training sees as pixels: brightness, cut with margin, turned and mirrored. Owns the pictures.</summary>
internal sealed class TrainedSource : ISampleSource
{
    private readonly TrainedEncoderRecipe _recipe;
    private readonly SampleSet _samples;
    private readonly Dictionary<string, Mat> _pictures = new(StringComparer.Ordinal);
    private readonly Mat _crop = new();
    private readonly double _margin;

    /// <summary>Reads all pictures.</summary>
    /// <exception cref="ImageException">An image cannot be read.</exception>
    public TrainedSource(SampleSet samples, TrainedEncoderRecipe recipe, CancellationToken cancellationToken)
    {
        (_recipe, _samples, _margin) = (recipe, samples, recipe.Image.Margin);
        foreach (var image in samples.Samples.DistinctBy(sample => sample.Image))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var colour = ImageReader.Read(samples.ImagePath(image));
            var brightness = new Mat();
            Cv2.CvtColor(colour, brightness, ColorConversionCodes.BGR2GRAY);
            _pictures.Add(image.Image, brightness);
        }
    }

    /// <inheritdoc/>
    public int Count => _samples.Samples.Count;

    /// <inheritdoc/>
    public (Tensor Global, Tensor Patches) Encode(HeadModel model, ReadOnlySpan<int> samples, Random? random)
    {
        var size = _recipe.Image.Size;
        var pixels = new byte[samples.Length * size * size];
        for (var index = 0; index < samples.Length; index++)
        {
            Cut(_samples.Samples[samples[index]], random).CopyTo(pixels, index * size * size);
        }

        return model.Image!.forward(Trainer.Normalised(pixels, samples.Length, _recipe.Image));
    }

    public void Dispose()
    {
        foreach (var picture in _pictures.Values)
        {
            picture.Dispose();
        }

        _crop.Dispose();
    }

    private byte[] Cut(FeatureSample sample, Random? random)
    {
        var (picture, region, size) = (_pictures[sample.Image], sample.Region.Rectangle, _recipe.Image.Size);
        var change = random is null ? 0 : _recipe.Augmentation.ScaleJitter * (2 * random.NextSingle() - 1);
        var side = Math.Max(region.Width, region.Height) * (1 + change);
        var window = new CropWindow(region.X + (region.Width - side) / 2, region.Y + (region.Height - side) / 2, side, random?.Next(8) ?? 0);
        using (var matrix = Mat.FromPixelData(2, 3, MatType.CV_32F, new CropTransform(window, size, _margin).ToImage()))
        {
            Cv2.WarpAffine(picture, _crop, matrix, new OpenCvSharp.Size(size, size), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        }

        if (random is not null)
        {
            new PhotometricJitter(_recipe.Augmentation, random).Apply(_crop);
        }

        _crop.GetArray(out byte[] bytes);
        return bytes;
    }
}
