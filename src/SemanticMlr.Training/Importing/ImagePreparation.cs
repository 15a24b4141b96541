using System.Text.Json;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Importing;

/// <summary>How images are prepared for a model, from <c>preprocessor_config.json</c> (and the size from <c>config.json</c>) beside it; CLIP's numbers where there is none.</summary>
/// <param name="Mean">Mean of red, green, blue, of 0 to 1.</param>
/// <param name="Std">Standard deviation of the same.</param>
/// <param name="Size">Side of the image, or null where no file tells.</param>
/// <param name="Fit">How an image becomes square.</param>
/// <param name="Origin">The file, or null for CLIP's numbers.</param>
internal sealed record ImagePreparation(IReadOnlyList<double> Mean, IReadOnlyList<double> Std, int? Size, ImageFit Fit, string? Origin)
{
    private const string FileName = "preprocessor_config.json";

    /// <summary>Radford et al. 2021, as published with the weights.</summary>
    private static readonly ImagePreparation Clip = new([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711], null, ImageFit.Crop, null);

    /// <summary>Looks beside the model, in the folder above it (where <c>onnx/</c> holds the models) and in the tokenizer's.</summary>
    /// <exception cref="BundleException">A file is damaged or asks for what graphs do not do.</exception>
    public static ImagePreparation Find(string visionPath, string? tokenizerFolder)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(visionPath))!;
        string?[] folders = [beside, Path.GetDirectoryName(beside), tokenizerFolder];
        var path = folders.OfType<string>().Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
        var preparation = path is null ? Clip : Read(path);
        return preparation with
        {
            Size = preparation.Size ?? folders.OfType<string>().Select(folder => Path.Combine(folder, "config.json")).Where(File.Exists).Select(SizeOfModel).FirstOrDefault(size => size is not null),
        };
    }

    private static ImagePreparation Read(string path)
    {
        using var document = Parse(path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new BundleException(path, "expected one JSON object");
        }

        if (root.TryGetProperty("rescale_factor", out var factor) && factor.ValueKind == JsonValueKind.Number && factor.TryGetDouble(out var share) && Math.Abs(share * 255 - 1) > 1e-3)
        {
            throw new BundleException(path, $"\"rescale_factor\" is {share}; only 1/255 is supported");
        }

        var normalises = !IsFalse(root, "do_normalize");
        var cuts = root.TryGetProperty("crop_size", out var crop) && !IsFalse(root, "do_center_crop");
        var size = (cuts ? SizeOf(crop) : null) ?? (root.TryGetProperty("size", out var whole) ? SizeOf(whole) : null);
        return new ImagePreparation(
            normalises ? Numbers(path, root, "image_mean") ?? Clip.Mean : [0, 0, 0],
            normalises ? Numbers(path, root, "image_std") ?? Clip.Std : [1, 1, 1],
            size,
            cuts ? ImageFit.Crop : ImageFit.Stretch,
            path);
    }

    private static int? SizeOfModel(string path)
    {
        using var document = Parse(path);
        var root = document.RootElement;
        var vision = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("vision_config", out var part) && part.ValueKind == JsonValueKind.Object ? part : root;
        return vision.ValueKind == JsonValueKind.Object && vision.TryGetProperty("image_size", out var size) ? SizeOf(size) : null;
    }

    /// <summary>224, {"height": 224, "width": 224} or {"shortest_edge": 224}.</summary>
    private static int? SizeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt32(out var size) => size,
        JsonValueKind.Object when element.TryGetProperty("height", out var height) || element.TryGetProperty("shortest_edge", out height) =>
            height.ValueKind == JsonValueKind.Number && height.TryGetInt32(out var size) ? size : null,
        _ => null,
    };

    private static double[]? Numbers(string path, JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var list))
        {
            return null;
        }

        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 3 && list.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number)
            ? [.. list.EnumerateArray().Select(value => value.GetDouble())]
            : throw new BundleException(path, $"\"{name}\" must hold three numbers");
    }

    private static bool IsFalse(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is JsonException or UnauthorizedAccessException or IOException)
        {
            throw new BundleException(path, $"cannot be read as JSON: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
