using SemanticMlr.Edge.Decisions;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Review;

/// <summary>The labels of one snapshot with their review bands; immutable.</summary>
/// <param name="Source">Where the labels come from.</param>
/// <param name="Labels">Label ids in output order.</param>
/// <param name="Bands">The band of each, or null for none.</param>
internal sealed record ReviewRules(DecisionSource Source, IReadOnlyList<string> Labels, IReadOnlyList<ReviewBand?> Bands)
{
    /// <summary>The band of a label: that of the list, else one around the threshold where the probability is calibrated.</summary>
    public static ReviewBand? BandOf(ReviewBand? listed, double threshold, bool provisional, double width) =>
        listed is not null || provisional || width == 0
            ? listed
            : new ReviewBand(Math.Max(0, threshold - width), Math.Min(1, threshold + width));

    /// <summary>Whether the model is unsure of a label in a region.</summary>
    public bool IsUnsure(int label, float probability) => Bands[label] is { } band && band.Contains(probability);

    /// <summary>Whether the model is unsure of any label in a region.</summary>
    public bool IsUnsure(ReadOnlySpan<float> probabilities)
    {
        for (var label = 0; label < probabilities.Length; label++)
        {
            if (IsUnsure(label, probabilities[label]))
            {
                return true;
            }
        }

        return false;
    }
}
