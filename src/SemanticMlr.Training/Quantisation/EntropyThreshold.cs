namespace SemanticMlr.Training.Quantisation;

/// <summary>The magnitude from which values should saturate: where the clipped distribution and its quantised form differ least (Migacz 2017, "8-bit inference with TensorRT").</summary>
internal static class EntropyThreshold
{
    /// <summary>The threshold, at the edge of a bin.</summary>
    /// <param name="histogram">Magnitudes, from 0.</param>
    /// <param name="levels">Integers that magnitudes are mapped to: 256 for what is never negative, 128 for the half of a symmetric range.</param>
    public static double Of(Histogram histogram, int levels)
    {
        var counts = histogram.Counts;
        var (best, least) = (counts.Length, double.PositiveInfinity);
        var outside = counts.Skip(levels).Sum();
        for (var kept = levels; kept <= counts.Length; kept++)
        {
            var divergence = Divergence(counts.AsSpan(0, kept), outside, levels);
            if (divergence < least)
            {
                (best, least) = (kept, divergence);
            }

            outside -= kept < counts.Length ? counts[kept] : 0;
        }

        return histogram.Min + best * histogram.Width;
    }

    /// <summary>KL(P || Q): P holds what lies outside in its last bin; Q spreads the counts of each level evenly over the bins of it that hold any.</summary>
    internal static double Divergence(ReadOnlySpan<long> kept, long outside, int levels)
    {
        double total = outside, quantised = 0;
        foreach (var count in kept)
        {
            total += count;
            quantised += count;
        }

        if (total == 0 || quantised == 0)
        {
            return double.PositiveInfinity;
        }

        var divergence = 0.0;
        for (var level = 0; level < levels; level++)
        {
            var (from, to) = (level * kept.Length / levels, (level + 1) * kept.Length / levels);
            double sum = 0;
            var filled = 0;
            for (var bin = from; bin < to; bin++)
            {
                sum += kept[bin];
                filled += kept[bin] > 0 || (bin == kept.Length - 1 && outside > 0) ? 1 : 0;
            }

            for (var bin = from; bin < to; bin++)
            {
                var p = (kept[bin] + (bin == kept.Length - 1 ? outside : 0)) / total;
                if (p > 0)
                {
                    // A bin whose level holds nothing but what was clipped has no counterpart in Q.
                    var q = sum / filled / quantised;
                    if (q == 0)
                    {
                        return double.PositiveInfinity;
                    }

                    divergence += p * Math.Log(p / q);
                }
            }
        }

        return divergence;
    }
}
