using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Runs the golden pictures through opened graphs, over the memory and bindings that recognition uses, and compares.</summary>
/// <param name="bundle">The bundle.</param>
/// <param name="table">The table of the default label list, or null where the golden set has no logits.</param>
internal sealed class GoldenProof(Bundle bundle, LabelTable? table)
{
    private readonly Dictionary<GoldenSet, IReadOnlyList<GoldenPicture>> _pictures = new(ReferenceEqualityComparer.Instance)
    {
        [bundle.Golden] = GoldenPicture.ReadAll(bundle, bundle.Golden),
    };

    /// <summary>The largest relative difference of all golden vectors of an encoder form.</summary>
    /// <exception cref="GoldenMismatchException">A difference is larger than the tolerance.</exception>
    /// <exception cref="BundleException">A golden picture cannot be read.</exception>
    public double Prove(ModelGraphs graphs, EncoderEntry entry)
    {
        var golden = bundle.GoldenOf(entry);
        if (!_pictures.TryGetValue(golden, out var pictures))
        {
            _pictures.Add(golden, pictures = GoldenPicture.ReadAll(bundle, golden));
        }

        using var batch = new RecognitionBatch(graphs, bundle.Manifest.Image.Size, bundle.Manifest.Dimension, 1);
        var largest = 0.0;
        string?[] heads = table is null ? [] : [.. pictures.SelectMany(picture => picture.Expected.Logits.Keys).Distinct()];
        foreach (var head in heads.DefaultIfEmpty(null))
        {
            // Black first, then one head after the other: a provider that went on with the values it was given first would else pass.
            batch.PixelsOf(0).Clear();
            Run(batch, head);
            foreach (var picture in pictures)
            {
                picture.Pixels.CopyTo(batch.PixelsOf(0));
                Run(batch, head);
                largest = Math.Max(largest, Compare(picture, batch, head, golden.Tolerance));
            }
        }

        return largest;
    }

    private void Run(RecognitionBatch batch, string? head)
    {
        batch.Encode(1);
        if (head is not null)
        {
            batch.Score(1, head, table!);
        }
    }

    private static double Compare(GoldenPicture picture, RecognitionBatch batch, string? head, double tolerance)
    {
        var name = $"images[{picture.Index}]";
        var largest = Compare($"{name}.global", picture.Expected.Global, batch.GlobalOf(0), tolerance);
        if (picture.Expected.Patches is { } patches)
        {
            largest = Math.Max(largest, Compare($"{name}.patches", patches, batch.PatchesOf(0), tolerance));
        }

        if (head is not null && picture.Expected.Logits.TryGetValue(head, out var logits))
        {
            largest = Math.Max(largest, Compare($"{name}.logits.{head}", logits, batch.Logits(0), tolerance));
        }

        return largest;
    }

    private static double Compare(string name, byte[] expected, ReadOnlySpan<float> found, double tolerance)
    {
        var difference = VectorComparison.MaxRelativeDifference(expected, found);
        if (difference <= tolerance)
        {
            return difference;
        }

        throw new GoldenMismatchException(
            expected.Length != found.Length * sizeof(float) ? $"{name} has {expected.Length / sizeof(float)} values, the graph gave {found.Length}"
            : double.IsFinite(difference) ? FormattableString.Invariant($"{name} is off by {difference:g3} of its largest value, allowed is {tolerance:g3}")
            : $"the graph gave values for {name} that are not numbers");
    }
}
