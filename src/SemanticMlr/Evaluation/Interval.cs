namespace SemanticMlr.Evaluation;

/// <summary>The ends of a 95 % confidence interval.</summary>
/// <remarks>The formulas take samples as independent; tiles of one image and images of one board are not quite, so the truth is somewhat wider.</remarks>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054;
    private const double Tail = 0.025;

    /// <summary>A share of trials (Wilson 1927); 0..1 where there were no trials.</summary>
    public static Interval OfShare(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        var share = (double)successes / trials;
        var spread = Z * Z / trials;
        var centre = (share + spread / 2) / (1 + spread);
        var half = Z / (1 + spread) * Math.Sqrt(share * (1 - share) / trials + spread / (4 * trials));
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>The expected number of events where a number was counted (Garwood 1936, exact for a Poisson distribution).</summary>
    public static Interval OfCount(long events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        var far = events + 10 + 10 * Math.Sqrt(events + 1.0);
        var low = events == 0 ? 0 : Solve(mean => 1 - AtMost(events - 1, mean), Tail, far);
        return new Interval(low, Solve(mean => -AtMost(events, mean), -Tail, far));
    }

    /// <summary>A figure from 0 to 1 and 1.96 standard errors to each side, cut at the ends of the scale (the standard interval of Efron and Tibshirani 1993, chapter 13).</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="resampled">The same of sets that were drawn again; two at least. Only their spread counts.</param>
    public static Interval OfEstimate(double figure, IReadOnlyList<double> resampled)
    {
        ArgumentNullException.ThrowIfNull(resampled);
        ArgumentOutOfRangeException.ThrowIfLessThan(resampled.Count, 2);
        var mean = resampled.Average();
        var error = Math.Sqrt(resampled.Sum(value => (value - mean) * (value - mean)) / (resampled.Count - 1));
        return new Interval(Math.Max(0, figure - Z * error), Math.Min(1, figure + Z * error));
    }

    /// <summary>The interval times a factor.</summary>
    public Interval Times(double factor) => new(Low * factor, High * factor);

    /// <summary>Where a rising function reaches a value, between 0 and an upper end.</summary>
    private static double Solve(Func<double, double> rising, double value, double high)
    {
        var low = 0.0;
        for (var step = 0; step < 80; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = rising(middle) < value ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability of at most so many events; terms by logarithms, which do not vanish for large means.</summary>
    private static double AtMost(long events, double mean)
    {
        if (mean <= 0)
        {
            return 1;
        }

        var (sum, term) = (0.0, -mean);
        for (var count = 0L; count <= events; count++)
        {
            sum += Math.Exp(term);
            term += Math.Log(mean) - Math.Log(count + 1);
        }

        return Math.Min(1, sum);
    }
}
