using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>The calibration of labels for which none is known under a new list: carried over where that is proved, else a threshold by rule.</summary>
/// <remarks>
/// <para>Carried over: a label that means the same as before (id, text, vector, prompt) and whose logits on the pictures are the same under both lists keeps its
/// calibration. Heads that look at labels one by one give the same logits; one that relates labels to each other does not, and nothing is carried over then.</para>
/// <para>By rule (matched false-positive rate): a new label is taken to be absent from almost all recent regions, so whatever fires there is false. Its threshold
/// is put where it fires in no larger share of them than the calibrated labels of the list in force do on average, and never in more than
/// <see cref="ProvisionalOptions.Rate"/>; a known label whose logits moved keeps the share in which it fired. The probability is sigmoid(scale * (logit - t)), t the
/// logit at that place, so that 0.5 is the threshold; scale is the mean of the calibrated labels, else 1.</para>
/// </remarks>
internal sealed class ProvisionalCalibration(RecognitionSnapshot before, RecognitionSnapshot after, TrialScores scores, bool areRecent, ProvisionalOptions options)
{
    /// <summary>The table of <see cref="TrialScores"/> that is the list in force.</summary>
    public const int Before = 0;

    /// <summary>The table of <see cref="TrialScores"/> that is the new list.</summary>
    public const int After = 1;

    private const double Same = 1e-3;

    private readonly Dictionary<string, int> _places = before.Table.Labels.Index().ToDictionary(label => label.Item.Id, label => label.Index);

    /// <summary>The calibration of every label that has none and gets one, by id.</summary>
    public IReadOnlyDictionary<string, CalibrationEntry> Calibrate()
    {
        var entries = new Dictionary<string, CalibrationEntry>(StringComparer.Ordinal);
        foreach (var (index, label) in after.Table.Labels.Index())
        {
            if (after.Calibration[index] == LabelCalibration.Unknown && (CarriedOver(index, label) ?? ByRule(index, label)) is { } entry)
            {
                entries.Add(label.Id, entry);
            }
        }

        return entries;
    }

    private CalibrationEntry? CarriedOver(int index, LabelDefinition label)
    {
        if (PlaceBefore(label) is not { } place || before.Calibration[place] == LabelCalibration.Unknown || !HasSameLogits(place, index))
        {
            return null;
        }

        var known = before.Calibration[place];
        return new CalibrationEntry { Scale = known.Scale, Bias = known.Bias, Threshold = known.Threshold, Provisional = known.Provisional };
    }

    private CalibrationEntry? ByRule(int index, LabelDefinition label)
    {
        if (label.Threshold is not null || !areRecent || scores.Regions.Count < options.MinRegions)
        {
            return null; // its own threshold speaks of the uncalibrated probability
        }

        var share = PlaceBefore(label) is { } place && before.Calibration[place] != LabelCalibration.Unknown ? ShareOf(place) : Math.Min(options.Rate, MeanShare());
        var scale = Calibrated().Select(known => before.Calibration[known].Scale).DefaultIfEmpty(1).Average();
        var logit = LogitAt(scores.Of(After, index), share);
        return double.IsFinite(logit) ? new CalibrationEntry { Scale = scale, Bias = -scale * logit, Threshold = 0.5, Provisional = true } : null;
    }

    /// <summary>The logit that a share of the regions exceeds; above all of them where the share is none.</summary>
    private static double LogitAt(float[] logits, double share)
    {
        Array.Sort(logits);
        Array.Reverse(logits);
        var exceeding = (int)(share * logits.Length);
        return exceeding == 0 ? logits[0] + Math.Max(logits[0] - logits[^1], Same) / 20
            : exceeding < logits.Length ? (logits[exceeding - 1] + (double)logits[exceeding]) / 2
            : logits[^1];
    }

    private int? PlaceBefore(LabelDefinition label) =>
        _places.TryGetValue(label.Id, out var place) && HasSameMeaning(before.Table.Labels[place], label) ? place : null;

    private bool HasSameMeaning(LabelDefinition old, LabelDefinition label) =>
        old.Text == label.Text && (old.Embedding ?? []).AsSpan().SequenceEqual(label.Embedding ?? []) && before.Table.List.Prompt == after.Table.List.Prompt;

    private bool HasSameLogits(int place, int index)
    {
        for (var region = 0; region < scores.Regions.Count; region++)
        {
            var (old, later) = (scores.Logits[Before][region][place], scores.Logits[After][region][index]);
            if (!(Math.Abs(old - later) <= Same * Math.Max(1, Math.Abs(old))))
            {
                return false;
            }
        }

        return scores.Regions.Count > 0;
    }

    private IEnumerable<int> Calibrated() => Enumerable.Range(0, before.Table.Count).Where(label => !before.Calibration[label].Provisional);

    private double MeanShare() => Calibrated().Select(ShareOf).DefaultIfEmpty(options.Rate).Average();

    private double ShareOf(int label) =>
        scores.Of(Before, label).Count(logit => before.Calibration[label].Probability(logit) >= before.Threshold(label)) / (double)Math.Max(1, scores.Regions.Count);
}
