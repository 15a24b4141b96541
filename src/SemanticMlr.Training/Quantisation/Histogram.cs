namespace SemanticMlr.Training.Quantisation;

/// <summary>Counts of values in bins of equal width.</summary>
/// <param name="min">Lower end of the first bin.</param>
/// <param name="max">Upper end of the last bin.</param>
/// <param name="bins">How many bins.</param>
internal sealed class Histogram(double min, double max, int bins)
{
    private readonly double _perUnit = max > min ? bins / (max - min) : 0;

    /// <summary>The counts.</summary>
    public long[] Counts { get; } = new long[bins];

    /// <summary>Width of a bin.</summary>
    public double Width => (max - min) / bins;

    /// <summary>Lower end of the first bin.</summary>
    public double Min => min;

    /// <summary>Upper end of the last bin.</summary>
    public double Max => max;

    /// <summary>Counts values; those outside go into the bin at that end.</summary>
    /// <param name="values">The values.</param>
    /// <param name="magnitudes">Whether signs are left out.</param>
    public void Add(ReadOnlySpan<float> values, bool magnitudes = false)
    {
        foreach (var value in values)
        {
            var place = (int)(((magnitudes ? Math.Abs(value) : value) - min) * _perUnit);
            Counts[Math.Clamp(place, 0, Counts.Length - 1)]++;
        }
    }
}
