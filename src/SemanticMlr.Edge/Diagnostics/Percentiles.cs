namespace SemanticMlr.Edge.Diagnostics;

/// <summary>Percentiles of durations, in milliseconds.</summary>
public sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <summary>Percentiles of values, which are sorted in place; null while there are none.</summary>
    public static Percentiles? Of(Span<double> milliseconds)
    {
        milliseconds.Sort();
        return milliseconds.IsEmpty
            ? null
            : new Percentiles(At(milliseconds, 0.50), At(milliseconds, 0.95), At(milliseconds, 0.99), milliseconds[^1]);
    }

    /// <summary>Nearest rank: the smallest value that at least the given share of the values does not exceed.</summary>
    private static double At(ReadOnlySpan<double> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
