using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Review;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Tries a proposed list on the frames that are kept, beside the pipeline; nothing changes.</summary>
internal sealed class LabelDryRun(Lazy<SnapshotStore> snapshots, LabelPreparation preparation, RecentFrames frames)
{
    private static readonly ReviewJpegOptions Jpeg = new() { MaxSide = 640, MaxBytes = 100_000 };

    /// <summary>Tries a list.</summary>
    /// <param name="proposal">The list.</param>
    /// <param name="count">The most frames.</param>
    /// <param name="images">The most pictures.</param>
    /// <exception cref="LabelListException">A text is over the context length, or a vector does not fit.</exception>
    public DryRunReport Run(ProposedList proposal, int count, int images)
    {
        var recent = frames.Last(count);
        try
        {
            var prepared = preparation.Prepare(proposal, snapshots.Value.Current, recent, alwaysScore: true);
            return Describe(prepared, prepared.Scores ?? new TrialScores([], [[], []]), recent, images);
        }
        finally
        {
            foreach (var frame in recent)
            {
                frame.Dispose();
            }
        }
    }

    private static DryRunReport Describe(PreparedList prepared, TrialScores scores, IReadOnlyList<RecentFrame> recent, int images)
    {
        var (before, after, difference) = (prepared.Before, prepared.Snapshot, prepared.Difference);
        var changed = difference.Changed.Select(change => change.Id).ToHashSet();
        var places = before.Table.Labels.Index().ToDictionary(label => label.Item.Id, label => label.Index);
        var old = before.Table.Labels.Select((_, label) => Probabilities(before, scores, ProvisionalCalibration.Before, label)).ToArray();
        var labels = new List<DryRunLabel>();
        var tops = new List<(string Label, int Region, float Score)>();
        foreach (var (index, label) in after.Table.Labels.Index())
        {
            var probabilities = Probabilities(after, scores, ProvisionalCalibration.After, index);
            var place = places.TryGetValue(label.Id, out var found) ? found : -1;
            var fires = Enumerable.Range(0, probabilities.Length).Where(region => probabilities[region] >= after.Threshold(index)).ToArray();
            labels.Add(new DryRunLabel(
                label.Id,
                place < 0 ? "added" : changed.Contains(label.Id) || difference.PromptChanged ? "changed" : "same",
                after.Threshold(index),
                after.Calibration[index].Provisional,
                ScoreDistribution.Of(probabilities),
                fires.Length,
                place < 0 ? null : Fires(before, old, place),
                fires.Select(region => scores.Regions[region].Picture).Distinct().Count(),
                place < 0 || probabilities.Length == 0 ? null : Math.Round(probabilities.Zip(old[place], (later, earlier) => Math.Abs(later - earlier)).Max(), 4)));
            if (labels[^1].Change != "same")
            {
                tops.AddRange(probabilities.Index().Select(score => (label.Id, score.Index, score.Item)));
            }
        }

        var kept = after.Table.Labels.Select(label => label.Id).ToHashSet();
        var share = Math.Max(1, recent.Count);
        return new DryRunReport(
            recent.Count,
            scores.Regions.Count,
            recent.Count == 0 ? null : recent.Min(frame => frame.Frame.CapturedAt),
            recent.Count == 0 ? null : recent.Max(frame => frame.Frame.CapturedAt),
            [.. recent.Select(frame => frame.Camera).Distinct().Order(StringComparer.Ordinal)],
            Math.Round(labels.Sum(label => label.Fires) / (double)share, 4),
            Math.Round(Enumerable.Range(0, before.Table.Count).Sum(label => Fires(before, old, label)) / (double)share, 4),
            labels,
            places.Where(place => !kept.Contains(place.Key)).ToDictionary(place => place.Key, place => Fires(before, old, place.Value)),
            prepared.Warnings,
            [.. Pictures(tops, scores, recent, images)]);
    }

    private static float[] Probabilities(RecognitionSnapshot snapshot, TrialScores scores, int table, int label) =>
        [.. scores.Of(table, label).Select(snapshot.Calibration[label].Probability)];

    private static int Fires(RecognitionSnapshot snapshot, float[][] probabilities, int label) =>
        probabilities[label].Count(probability => probability >= snapshot.Threshold(label));

    /// <summary>The frames with the highest scores, each label in turn, no frame twice.</summary>
    private static IEnumerable<DryRunImage> Pictures(
        List<(string Label, int Region, float Score)> tops, TrialScores scores, IReadOnlyList<RecentFrame> recent, int images)
    {
        var used = new HashSet<int>();
        var ranked = tops.GroupBy(top => top.Label).SelectMany(group => group.OrderByDescending(top => top.Score).Take(images).Select((top, rank) => (top, rank)))
            .OrderBy(entry => entry.rank).ThenByDescending(entry => entry.top.Score).Select(entry => entry.top);
        foreach (var (label, region, score) in ranked)
        {
            var (picture, place) = scores.Regions[region];
            if (used.Count >= images || !used.Add(picture))
            {
                continue;
            }

            var frame = recent[picture];
            if (ReviewEncoder.Encode(frame.Frame, Jpeg) is { } encoded)
            {
                yield return new DryRunImage(
                    label, Math.Round(score, 4), frame.Camera, frame.Regions[place].Name, frame.Frame.Number, frame.Frame.CapturedAt, encoded.Width, encoded.Height, encoded.Jpeg);
            }
        }
    }
}
