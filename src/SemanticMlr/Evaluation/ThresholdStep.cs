using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>A threshold and the decisions that it makes.</summary>
internal sealed record ThresholdStep(double Threshold, DecisionCounts Counts)
{
    /// <summary>Every threshold that makes a difference, from above the highest probability to below the lowest, each in the middle between two probabilities.</summary>
    public static IReadOnlyList<ThresholdStep> All(ReadOnlySpan<float> probabilities, ReadOnlySpan<Truth> truth)
    {
        var ranking = AveragePrecision.Ranking(probabilities);
        var positives = truth.Count(Truth.Present);
        var known = truth.Length - truth.Count(Truth.Unknown);
        var counts = new DecisionCounts(0, 0, positives, known - positives);
        var steps = new List<ThresholdStep>();
        var above = 1.0;
        foreach (var sample in ranking)
        {
            if (truth[sample] == Truth.Unknown)
            {
                continue;
            }

            if (probabilities[sample] < above)
            {
                steps.Add(new ThresholdStep((above + probabilities[sample]) / 2, counts));
                above = probabilities[sample];
            }

            counts += truth[sample] == Truth.Present ? new DecisionCounts(1, 0, -1, 0) : new DecisionCounts(0, 1, 0, -1);
        }

        steps.Add(new ThresholdStep(above / 2, counts));
        return steps;
    }
}
