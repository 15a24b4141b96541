using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Mistakes;

/// <summary>The mistakes of a label that weigh most, the worst first.</summary>
internal static class WorstMistakes
{
    /// <summary>Samples that are free of the label and were said to carry it, from the surest on.</summary>
    public static IReadOnlyList<Mistake> FalseAlarms(EvaluationTable table, int label, double threshold, int count) =>
        [.. Of(table, label, Truth.Absent).Where(mistake => mistake.Probability >= threshold).OrderByDescending(mistake => mistake.Probability).Take(count)];

    /// <summary>Samples that carry the label and were said to be free of it, from the surest on.</summary>
    public static IReadOnlyList<Mistake> Misses(EvaluationTable table, int label, double threshold, int count) =>
        [.. Of(table, label, Truth.Present).Where(mistake => mistake.Probability < threshold).OrderBy(mistake => mistake.Probability).Take(count)];

    private static List<Mistake> Of(EvaluationTable table, int label, Truth truth)
    {
        var known = table.TruthOf(label);
        var probabilities = table.Probabilities(label);
        var samples = new List<Mistake>();
        for (var sample = 0; sample < known.Length; sample++)
        {
            if (known[sample] == truth)
            {
                samples.Add(new Mistake(sample, probabilities[sample]));
            }
        }

        return samples;
    }
}
