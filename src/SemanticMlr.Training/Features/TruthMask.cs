using System.Globalization;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Features;

/// <summary>Hides labels of training samples as a recipe's <c>keep</c> says; what is hidden becomes unknown.</summary>
internal static class TruthMask
{
    /// <summary>The truth of a sample with some of it hidden.</summary>
    /// <param name="truth">What is known of each label.</param>
    /// <param name="keep"><c>all</c>, <c>single</c> or a share.</param>
    /// <param name="random">The generator of the run.</param>
    public static Truth[] Of(IReadOnlyList<Truth> truth, string keep, Random random)
    {
        if (keep == "all")
        {
            return [.. truth];
        }

        if (keep == "single")
        {
            int[] present = [.. Enumerable.Range(0, truth.Count).Where(label => truth[label] == Truth.Present)];
            var kept = present.Length == 0 ? -1 : present[random.Next(present.Length)];
            return [.. truth.Select((_, label) => label == kept ? Truth.Present : Truth.Unknown)];
        }

        var share = double.Parse(keep, CultureInfo.InvariantCulture);
        return [.. truth.Select(known => random.NextDouble() < share ? known : Truth.Unknown)];
    }
}
