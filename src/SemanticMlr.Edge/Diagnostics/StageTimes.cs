namespace SemanticMlr.Edge.Diagnostics;

/// <summary>The last durations of one stage, for percentiles without a metrics backend.</summary>
/// <remarks>Thread-safe; keeps the last 1,024 values and allocates only when percentiles are asked for.</remarks>
public sealed class StageTimes
{
    private const int Capacity = 1_024;
    private readonly Lock _gate = new();
    private readonly double[] _milliseconds = new double[Capacity];
    private long _count;

    /// <summary>Adds one duration.</summary>
    public void Add(TimeSpan elapsed)
    {
        lock (_gate)
        {
            _milliseconds[_count++ % Capacity] = elapsed.TotalMilliseconds;
        }
    }

    /// <summary>Percentiles of the last values in milliseconds, or null while there are none.</summary>
    public Percentiles? Read()
    {
        Span<double> values = stackalloc double[Capacity];
        lock (_gate)
        {
            values = values[..(int)Math.Min(_count, Capacity)];
            _milliseconds.AsSpan(0, values.Length).CopyTo(values);
        }

        return Percentiles.Of(values);
    }
}
