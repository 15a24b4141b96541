using SemanticMlr.Datasets;
using SemanticMlr.Explanation;
using SemanticMlr.Recognition;

namespace SemanticMlr.Evaluation;

/// <summary>Whether the maximum of a label's relevance map lies in a box of the label (pointing game, Zhang et al. 2016).</summary>
/// <remarks>
/// Counted on samples where the label is present and said (at the calibrated threshold) and the image has a box of it. The maximum is the centre of the
/// best patch; it hits where a box of the label, in any part of the image, is at most <see cref="Tolerance"/> pixels away.
/// </remarks>
/// <param name="explainer">Tells where the head looks; it stays the caller's.</param>
public sealed class PointingGame(Explainer explainer)
{
    /// <summary>How far from a box the maximum may lie, in pixels of the original image.</summary>
    public const double Tolerance = 15;

    private readonly PointingCounts[] _counts = new PointingCounts[explainer.Snapshot.Table.Count];

    /// <summary>Hits and tries per label, in the order of the table.</summary>
    public IReadOnlyList<PointingCounts> Counts => _counts;

    /// <summary>Counts one scored sample.</summary>
    /// <param name="batch">The batch that it was scored in.</param>
    /// <param name="index">Its place in the batch.</param>
    /// <param name="sample">What is known of it.</param>
    public void Look(RecognitionBatch batch, int index, SampleTruth sample)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(sample);
        var snapshot = explainer.Snapshot;
        RegionExplanation? explanation = null;
        for (var label = 0; label < _counts.Length; label++)
        {
            if (sample.Labels[label] != Truth.Present || batch.Probabilities(index)[label] < snapshot.Threshold(label))
            {
                continue;
            }

            var id = snapshot.Table.Labels[label].Id;
            LabelledBox[] boxes = [.. sample.Boxes.Where(box => box.Label == id)];
            if (boxes.Length > 0)
            {
                explanation ??= explainer.Explain(batch, index, sample.Region);
                var peak = explanation.Map(label).Maximum();
                var hit = boxes.Any(box => Distance(box, peak.X, peak.Y) <= Tolerance);
                _counts[label] = new PointingCounts(_counts[label].Hits + (hit ? 1 : 0), _counts[label].Samples + 1);
            }
        }
    }

    /// <summary>How far a point lies from a box; 0 inside.</summary>
    internal static double Distance(LabelledBox box, double x, double y) => Math.Sqrt(
        Square(Math.Max(0, Math.Max(box.X - x, x - (box.X + box.Width)))) + Square(Math.Max(0, Math.Max(box.Y - y, y - (box.Y + box.Height)))));

    private static double Square(double value) => value * value;
}
