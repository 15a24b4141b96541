namespace SemanticMlr.Training.Runs;

/// <summary>Average precision without interpolation; ties keep the order of the samples.</summary>
internal static class AveragePrecision
{
    /// <summary>The mean, over the samples that hold, of the precision among all samples ranked at least as high; null where none holds.</summary>
    /// <param name="scores">Score of each sample.</param>
    /// <param name="truth">Whether the label holds for it.</param>
    public static double? Of(IReadOnlyList<float> scores, IReadOnlyList<bool> truth)
    {
        var (found, sum, rank) = (0, 0.0, 0);
        foreach (var index in Enumerable.Range(0, scores.Count).OrderByDescending(index => scores[index]))
        {
            rank++;
            if (truth[index])
            {
                found++;
                sum += (double)found / rank;
            }
        }

        return found == 0 ? null : sum / found;
    }
}
