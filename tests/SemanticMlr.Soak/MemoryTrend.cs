using SemanticMlr.Faults.Processes;

namespace SemanticMlr.Soak;

/// <summary>How memory grows: the median of the slopes between all pairs of samples (Theil and Sen), which single peaks do not move.</summary>
internal static class MemoryTrend
{
    private const int SecondsPerHour = 3_600;

    /// <summary>Megabytes an hour, the first quarter left out; null where there are fewer than two samples.</summary>
    public static double? Of(IReadOnlyList<ProcessSample> samples)
    {
        var late = samples.Skip(samples.Count / 4).ToArray();
        var slopes = late
            .SelectMany((one, index) => late.Skip(index + 1).Select(other => (other.WorkingSetMB - one.WorkingSetMB) / (other.Seconds - one.Seconds)))
            .Order()
            .ToArray();
        return slopes.Length == 0 ? null : Math.Round(slopes[slopes.Length / 2] * SecondsPerHour, 3);
    }
}
