using System.Runtime.InteropServices;

namespace SemanticMlr.Bundles;

/// <summary>What a golden set must fulfil beyond its schema.</summary>
internal static class GoldenRules
{
    /// <summary>A larger tolerance would prove nothing.</summary>
    public const double MaxTolerance = 0.1;

    /// <summary>Every fault, each as a sentence that names its field; lazily.</summary>
    public static IEnumerable<string> FaultsOf(GoldenSet golden, BundleManifest manifest)
    {
        if (golden.Tolerance is not (> 0 and <= MaxTolerance))
        {
            yield return $"\"tolerance\" must be above 0 and at most {MaxTolerance}, found {golden.Tolerance}";
        }

        if (golden.Images.Count == 0)
        {
            yield return "\"images\" is empty; without a golden picture no execution provider can be proved";
        }

        for (var index = 0; index < golden.Images.Count; index++)
        {
            var image = golden.Images[index];
            var field = $"images[{index}]";
            var faults = ManifestRules.FileFaults(field, image)
                .Append(VectorFault($"{field}.global", image.Global, manifest.Dimension, exact: true))
                .Append(image.Patches is null ? null : VectorFault($"{field}.patches", image.Patches, manifest.Dimension, exact: false))
                .Append(image.Patches is null && manifest.Heads.Values.Any(head => head.TopK is not null) ? $"\"{field}.patches\" is missing; a head reads patches" : null)
                .Concat(manifest.Heads.Keys.Except(image.Logits.Keys, StringComparer.Ordinal).Select(head => $"\"{field}.logits.{head}\" is missing; every head must be proved"))
                .Concat(image.Logits.Select(logits => manifest.Heads.ContainsKey(logits.Key)
                    ? VectorFault($"{field}.logits.{logits.Key}", logits.Value, 1, exact: false)
                    : $"\"{field}.logits\" names the head \"{logits.Key}\", which the bundle does not have"));
            foreach (var fault in faults.OfType<string>())
            {
                yield return fault;
            }
        }

        if (manifest.Text.Graph is not null && golden.Texts.Count == 0)
        {
            yield return "\"texts\" is empty; without a golden text the text encoder cannot be proved";
        }

        for (var index = 0; index < golden.Texts.Count; index++)
        {
            if (VectorFault($"texts[{index}].embedding", golden.Texts[index].Embedding, manifest.Dimension, exact: true) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private static string? VectorFault(string field, byte[] bytes, int dimension, bool exact)
    {
        var row = (long)dimension * sizeof(float);
        return bytes.Length == 0 || bytes.Length % row != 0 || (exact && bytes.Length != row)
            ? $"\"{field}\" has {bytes.Length} bytes, expected {(exact ? "" : "a multiple of ")}{row} (float32 x {dimension})"
            : !AllFinite(MemoryMarshal.Cast<byte, float>(bytes))
                ? $"\"{field}\" holds a value that is not a number"
                : null;
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
