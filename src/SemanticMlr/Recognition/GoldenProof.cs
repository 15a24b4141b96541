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

        var tolerance = golden.Tolerance;
        var largest = 0.0;
        using var batch = new RecognitionBatch(graphs, bundle.Manifest.Image.Size, bundle.Manifest.Dimension, 1);
        foreach (var picture in pictures)
        {
            picture.Pixels.CopyTo(batch.Pixels(0));
            batch.Encode(1);
            var name = $"images[{picture.Index}]";
            largest = Math.Max(largest, Compare($"{name}.global", picture.Expected.Global, batch.GlobalOf(0), tolerance));
            if (picture.Expected.Patches is { } patches)
            {
                largest = Math.Max(largest, Compare($"{name}.patches", patches, batch.PatchesOf(0), tolerance));
            }

            if (table is not null)
            {
                foreach (var (head, logits) in picture.Expected.Logits)
                {
                    batch.Score(1, head, table);
                    largest = Math.Max(largest, Compare($"{name}.logits.{head}", logits, batch.Logits(0), tolerance));
                }
            }
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
