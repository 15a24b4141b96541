using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>Runs the golden pictures through opened graphs, over the memory and bindings that recognition uses, and compares.</summary>
internal sealed class GoldenProof(Bundle bundle, IReadOnlyList<GoldenPicture> pictures, LabelTable? table)
{
    /// <summary>The largest relative difference of all golden vectors.</summary>
    /// <exception cref="GoldenMismatchException">A difference is larger than the tolerance.</exception>
    public double Prove(ModelGraphs graphs)
    {
        var largest = 0.0;
        using var batch = new RecognitionBatch(graphs, bundle.Manifest.Image.Size, bundle.Manifest.Dimension, 1);
        foreach (var picture in pictures)
        {
            picture.Pixels.CopyTo(batch.Pixels(0));
            batch.Encode(1);
            var name = $"images[{picture.Index}]";
            largest = Math.Max(largest, Compare($"{name}.global", picture.Expected.Global, batch.GlobalOf(0)));
            if (picture.Expected.Patches is { } patches)
            {
                largest = Math.Max(largest, Compare($"{name}.patches", patches, batch.PatchesOf(0)));
            }

            if (table is not null)
            {
                foreach (var (head, logits) in picture.Expected.Logits)
                {
                    batch.Score(1, head, table);
                    largest = Math.Max(largest, Compare($"{name}.logits.{head}", logits, batch.Logits(0)));
                }
            }
        }

        return largest;
    }

    private double Compare(string name, byte[] expected, ReadOnlySpan<float> found)
    {
        var difference = VectorComparison.MaxRelativeDifference(expected, found);
        if (difference <= bundle.Golden.Tolerance)
        {
            return difference;
        }

        throw new GoldenMismatchException(
            expected.Length != found.Length * sizeof(float) ? $"{name} has {expected.Length / sizeof(float)} values, the graph gave {found.Length}"
            : double.IsFinite(difference) ? FormattableString.Invariant($"{name} is off by {difference:g3} of its largest value, allowed is {bundle.Golden.Tolerance:g3}")
            : $"the graph gave values for {name} that are not numbers");
    }
}
