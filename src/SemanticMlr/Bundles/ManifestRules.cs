using System.Text.RegularExpressions;

namespace SemanticMlr.Bundles;

/// <summary>What a manifest must fulfil beyond its schema.</summary>
internal static partial class ManifestRules
{
    /// <summary>The longest embedding.</summary>
    public const int MaxDimension = 8_192;

    /// <summary>The longest context of a text encoder, in tokens.</summary>
    public const int MaxContext = 4_096;

    /// <summary>Every fault, each as a sentence that names its field; lazily.</summary>
    public static IEnumerable<string> FaultsOf(BundleManifest manifest)
    {
        if (manifest.Schema != BundleManifest.CurrentSchema)
        {
            yield return $"\"schema\" must be {BundleManifest.CurrentSchema}, found {manifest.Schema}";
        }

        if (!Name().IsMatch(manifest.Name))
        {
            yield return $"\"name\" must match {NamePattern}, found \"{manifest.Name}\"";
        }

        if (manifest.Version < 1)
        {
            yield return $"\"version\" must be at least 1, found {manifest.Version}";
        }

        if (manifest.Dimension is < 1 or > MaxDimension)
        {
            yield return $"\"dimension\" must be 1 to {MaxDimension}, found {manifest.Dimension}";
        }

        if (string.IsNullOrWhiteSpace(manifest.Licence))
        {
            yield return "\"licence\" is empty";
        }

        foreach (var fault in ImageFaults(manifest.Image).Concat(TextFaults(manifest.Text)).Concat(HeadFaults(manifest)))
        {
            yield return fault;
        }

        if (manifest.Encoders.Count == 0)
        {
            yield return "\"encoders\" is empty; a bundle has at least one image encoder";
        }

        foreach (var pair in manifest.Encoders.GroupBy(encoder => (encoder.Precision, encoder.Target)).Where(group => group.Count() > 1))
        {
            yield return $"\"encoders\" holds {pair.Count()} entries for {pair.Key.Precision} on {pair.Key.Target}";
        }

        for (var index = 0; index < manifest.Encoders.Count; index++)
        {
            if (manifest.Encoders[index].CalibratedAs is { } shared && !manifest.Encoders.Any(encoder => encoder.Sha256 == shared))
            {
                yield return $"\"encoders[{index}].calibratedAs\" must be the SHA-256 of another encoder of the bundle, found \"{shared}\"";
            }
        }

        foreach (var (field, file) in manifest.Files())
        {
            foreach (var fault in FileFaults(field, file))
            {
                yield return fault;
            }
        }
    }

    /// <summary>What is wrong with the name and the hash of a file.</summary>
    public static IEnumerable<string> FileFaults(string field, BundleFile file)
    {
        if (BundlePath.FaultOf(file.File) is { } fault)
        {
            yield return $"\"{field}.file\" {fault}";
        }

        if (!Hash().IsMatch(file.Sha256))
        {
            yield return $"\"{field}.sha256\" must be 64 lower-case hexadecimal digits, found \"{file.Sha256}\"";
        }
    }

    private static IEnumerable<string> ImageFaults(ImageSpecification image)
    {
        if (image.Size is < 8 or > 2_048)
        {
            yield return $"\"image.size\" must be 8 to 2048, found {image.Size}";
        }

        if (image.Mean.Count != 3 || !image.Mean.All(double.IsFinite))
        {
            yield return "\"image.mean\" must hold three numbers";
        }

        if (image.Std.Count != 3 || !image.Std.All(value => double.IsFinite(value) && value > 0))
        {
            yield return "\"image.std\" must hold three positive numbers";
        }

        if (image.Margin is not (>= 0 and <= 1))
        {
            yield return $"\"image.margin\" must be 0 to 1, found {image.Margin}";
        }
    }

    private static IEnumerable<string> TextFaults(TextSpecification text)
    {
        if (string.IsNullOrWhiteSpace(text.Encoder))
        {
            yield return "\"text.encoder\" is empty";
        }

        if (!text.Prompt.Contains("{label}", StringComparison.Ordinal))
        {
            yield return $"\"text.prompt\" must contain {{label}}, found \"{text.Prompt}\"";
        }

        if (text.Graph is not null && text.Tokenizer is null)
        {
            yield return "\"text.graph\" needs \"text.tokenizer\"";
        }

        if (text.Graph is not null && text.ContextLength is < 2 or > MaxContext)
        {
            yield return $"\"text.contextLength\" must be 2 to {MaxContext}, found {text.ContextLength}";
        }

        if (text.PaddingId < 0)
        {
            yield return $"\"text.paddingId\" must not be negative, found {text.PaddingId}";
        }
    }

    private static IEnumerable<string> HeadFaults(BundleManifest manifest)
    {
        if (manifest.Heads.Count == 0)
        {
            yield return "\"heads\" is empty; a bundle has at least one head";
        }
        else if (!manifest.Heads.ContainsKey(manifest.DefaultHead))
        {
            yield return $"\"defaultHead\" \"{manifest.DefaultHead}\" is none of the heads {string.Join(", ", manifest.Heads.Keys)}";
        }

        foreach (var (name, head) in manifest.Heads)
        {
            if (!Name().IsMatch(name))
            {
                yield return $"the name of head \"{name}\" must match {NamePattern}";
            }

            if (head.TopK is < 1)
            {
                yield return $"\"heads.{name}.topK\" must be at least 1, found {head.TopK}";
            }

            if (head.Calibration is { } calibration && BundlePath.FaultOf(calibration) is { } fault)
            {
                yield return $"\"heads.{name}.calibration\" {fault}";
            }
        }
    }

    private const string NamePattern = "[A-Za-z0-9._+-]{1,64}";

    [GeneratedRegex($"^{NamePattern}\\z")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Hash();
}
