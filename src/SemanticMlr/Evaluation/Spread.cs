namespace SemanticMlr.Evaluation;

/// <summary>How several measurements of one thing scatter.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Low">Lower end of the 95 % interval of the median: what the median is above, chance aside; 0 where there are too few to tell.</param>
/// <param name="Median">The middle.</param>
/// <param name="Max">The largest.</param>
public sealed record Spread(double Min, double Low, double Median, double Max)
{
    /// <summary>Standard deviations of a normal distribution that leave 2.5 % on one side.</summary>
    private const double Deviations = 1.96;

    /// <summary>Five coins fall on one side by chance in more than 5 % of all cases.</summary>
    private const int FewestForInterval = 6;

    /// <summary>Of at least one value. The interval holds whatever the distribution is (sign test): values fall below the median as coins fall.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        var below = (int)Math.Floor((sorted.Length - Deviations * Math.Sqrt(sorted.Length)) / 2);
        return new Spread(sorted[0], sorted.Length < FewestForInterval ? 0 : sorted[below], median, sorted[^1]);
    }
}
