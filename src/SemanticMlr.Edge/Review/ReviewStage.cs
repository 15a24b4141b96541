using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Review;

/// <summary>Chooses frames for review on the pipeline's thread; what is chosen is copied or retained.</summary>
internal sealed class ReviewStage(ReviewSampler sampler, ReviewQueue queue, IOptions<ReviewOptions> options, MessagingMetrics metrics) : IRecognitionListener
{
    private RecognitionSnapshot? _snapshot;
    private ReviewRules? _rules;

    public void Recognized(RecognizedFrame frame)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        if (HasScoresThatAreNoNumbers(frame))
        {
            metrics.ReviewsUnscored.Add(); // nobody could be shown what the model thinks of it
            return;
        }

        var rules = RulesOf(frame);
        if (sampler.Choose(frame.Camera, rules.Source, IsUnsure(frame, rules)) is { } reason)
        {
            queue.Offer(new ReviewRequest(
                frame.Frame.Retain(), frame.Camera, rules.Source, reason, UnsureLabels(frame, rules), [.. RegionsOf(frame, rules)])
            {
                Snapshot = frame.Snapshot,
            });
        }
    }

    private static bool HasScoresThatAreNoNumbers(RecognizedFrame frame)
    {
        for (var region = 0; region < frame.Regions.Count; region++)
        {
            foreach (var probability in frame.Probabilities(region))
            {
                if (!float.IsFinite(probability))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsUnsure(RecognizedFrame frame, ReviewRules rules)
    {
        for (var region = 0; region < frame.Regions.Count; region++)
        {
            if (rules.IsUnsure(frame.Probabilities(region)))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> UnsureLabels(RecognizedFrame frame, ReviewRules rules) =>
    [
        .. rules.Labels.Where((_, label) =>
            Enumerable.Range(0, frame.Regions.Count).Any(region => rules.IsUnsure(label, frame.Probabilities(region)[label]))),
    ];

    private static IEnumerable<ReviewRegion> RegionsOf(RecognizedFrame frame, ReviewRules rules)
    {
        for (var region = 0; region < frame.Regions.Count; region++)
        {
            var (name, place) = frame.Regions[region];
            var scores = new Dictionary<string, double>(rules.Labels.Count);
            for (var label = 0; label < rules.Labels.Count; label++)
            {
                scores.Add(rules.Labels[label], Math.Round(frame.Probabilities(region)[label], 4));
            }

            yield return new ReviewRegion(name, place.X, place.Y, place.Width, place.Height, scores);
        }
    }

    /// <summary>The rules of the frame's snapshot, made once for each.</summary>
    private ReviewRules RulesOf(RecognizedFrame frame)
    {
        if (_rules is null || !ReferenceEquals(frame.Snapshot, _snapshot) || _rules.Source.Bundle != frame.Bundle)
        {
            (_snapshot, _rules) = (frame.Snapshot, Rules(frame.Snapshot, frame.Bundle));
        }

        return _rules;
    }

    private ReviewRules Rules(RecognitionSnapshot snapshot, string bundle)
    {
        var table = snapshot.Table;
        return new ReviewRules(
            new DecisionSource(bundle, snapshot.Head, table.List.Id, table.List.Version),
            [.. table.Labels.Select(label => label.Id)],
            [
                .. table.Labels.Select((label, index) => ReviewRules.BandOf(
                    label.Review, snapshot.Threshold(index), snapshot.Calibration[index].Provisional, options.Value.DefaultBand)),
            ]);
    }
}
