using SemanticMlr.Datasets;

namespace SemanticMlr.Training.Features;

/// <summary>Which samples are trained on, choose the best pass, and are measured.</summary>
/// <param name="Training">Indices of samples.</param>
/// <param name="Validation">Indices of samples; none of their groups is trained on.</param>
/// <param name="Test">Indices of samples of the training set that are held out; empty where the test has a data set of its own.</param>
internal sealed record SampleSplit(int[] Training, int[] Validation, int[] Test)
{
    /// <summary>Splits by group.</summary>
    /// <param name="samples">The samples of the training set.</param>
    /// <param name="testGroups">The groups that are held out.</param>
    /// <param name="validation">Share of the other groups, at least one where above 0.</param>
    /// <param name="seed">Chooses them.</param>
    /// <exception cref="DatasetException">A group has no sample, or nothing is left to train on.</exception>
    public static SampleSplit Of(SampleSet samples, IReadOnlyCollection<string> testGroups, double validation, int seed)
    {
        var groups = samples.Samples.Select(sample => sample.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var unknown = testGroups.Except(groups, StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new DatasetException($"{samples.Path}: no sample is in group {string.Join(", ", unknown)}; the groups are {string.Join(", ", groups.Take(20))}.");
        }

        string[] rest = [.. groups.Except(testGroups, StringComparer.Ordinal)];
        new Random(seed).Shuffle(rest);
        var chosen = validation == 0 ? [] : rest.Take(Math.Max(1, (int)Math.Round(validation * rest.Length))).ToHashSet(StringComparer.Ordinal);
        var parts = Enumerable.Range(0, samples.Samples.Count).ToLookup(index => samples.Samples[index].Group switch
        {
            var group when testGroups.Contains(group) => Part.Test,
            var group when chosen.Contains(group) => Part.Validation,
            _ => Part.Training,
        });
        return parts[Part.Training].Any()
            ? new SampleSplit([.. parts[Part.Training]], [.. parts[Part.Validation]], [.. parts[Part.Test]])
            : throw new DatasetException($"{samples.Path}: every group is held out; nothing is left to train on.");
    }

    private enum Part
    {
        Training,
        Validation,
        Test,
    }
}
