using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>Right and wrong decisions; samples of which nothing is known are not in it.</summary>
/// <param name="Hits">The label was said and holds.</param>
/// <param name="FalseAlarms">The label was said and does not hold.</param>
/// <param name="Misses">The label was not said and holds.</param>
/// <param name="Rejections">The label was not said and does not hold.</param>
public readonly record struct DecisionCounts(long Hits, long FalseAlarms, long Misses, long Rejections)
{
    /// <summary>Samples on which the label holds.</summary>
    public long Positives => Hits + Misses;

    /// <summary>Samples on which the label does not hold.</summary>
    public long Negatives => FalseAlarms + Rejections;

    /// <summary>Share of what was said that holds, or null where nothing was said.</summary>
    public double? Precision => Hits + FalseAlarms == 0 ? null : (double)Hits / (Hits + FalseAlarms);

    /// <summary>Share of what holds that was said, or null where nothing holds.</summary>
    public double? Recall => Positives == 0 ? null : (double)Hits / Positives;

    /// <summary>2 TP / (2 TP + FP + FN); 0 where nothing was said and nothing holds.</summary>
    public double F1 => Hits == 0 ? 0 : 2.0 * Hits / (2 * Hits + FalseAlarms + Misses);

    /// <summary>Counts one label's decisions at a threshold: said from the threshold on.</summary>
    public static DecisionCounts At(ReadOnlySpan<float> probabilities, ReadOnlySpan<Truth> truth, double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Length, probabilities.Length);
        var counts = default(DecisionCounts);
        for (var sample = 0; sample < truth.Length; sample++)
        {
            counts += Of(probabilities[sample] >= threshold, truth[sample]);
        }

        return counts;
    }

    /// <summary>One decision.</summary>
    public static DecisionCounts Of(bool said, Truth truth) => (said, truth) switch
    {
        (_, Truth.Unknown) => default,
        (true, Truth.Present) => new DecisionCounts(1, 0, 0, 0),
        (true, _) => new DecisionCounts(0, 1, 0, 0),
        (false, Truth.Present) => new DecisionCounts(0, 0, 1, 0),
        (false, _) => new DecisionCounts(0, 0, 0, 1),
    };

    /// <summary>The sum of two counts.</summary>
    public static DecisionCounts Add(DecisionCounts left, DecisionCounts right) => left + right;

    /// <summary>The sum of two counts.</summary>
    public static DecisionCounts operator +(DecisionCounts left, DecisionCounts right) => new(
        left.Hits + right.Hits, left.FalseAlarms + right.FalseAlarms, left.Misses + right.Misses, left.Rejections + right.Rejections);
}
