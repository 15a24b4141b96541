namespace SemanticMlr.Training.Quantisation;

/// <summary>The range that holds a share of all values, with equal tails.</summary>
internal static class PercentileRange
{
    /// <summary>The range, at the edges of bins.</summary>
    /// <param name="histogram">What was seen.</param>
    /// <param name="percentile">Above 50 to 100: the share inside, in percent.</param>
    public static TensorRange Of(Histogram histogram, double percentile)
    {
        var counts = histogram.Counts;
        var tail = counts.Sum() * (100 - percentile) / 200;
        var (low, high) = (0, counts.Length - 1);
        for (double below = counts[low]; below <= tail && low < high; below += counts[low])
        {
            low++;
        }

        for (double above = counts[high]; above <= tail && high > low; above += counts[high])
        {
            high--;
        }

        return new TensorRange(histogram.Min + low * histogram.Width, histogram.Min + (high + 1) * histogram.Width);
    }
}
