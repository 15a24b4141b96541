namespace SemanticMlr.Training.Quantisation;

/// <summary>How several measurements of one thing scatter.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Quartile">A quarter of them is smaller than this.</param>
/// <param name="Median">The middle.</param>
/// <param name="Max">The largest.</param>
public sealed record Spread(double Min, double Quartile, double Median, double Max)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], sorted[(sorted.Length - 1) / 4], median, sorted[^1]);
    }
}
