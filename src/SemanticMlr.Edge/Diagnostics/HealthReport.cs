namespace SemanticMlr.Edge.Diagnostics;

/// <summary>What the stages say about themselves at one moment.</summary>
public sealed class HealthReport
{
    private readonly SortedDictionary<string, long> _counters = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _gauges = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Percentiles> _milliseconds = new(StringComparer.Ordinal);

    /// <summary>Counts since the start, by name.</summary>
    public IReadOnlyDictionary<string, long> Counters => _counters;

    /// <summary>Present values, by name.</summary>
    public IReadOnlyDictionary<string, double> Gauges => _gauges;

    /// <summary>Durations, by name.</summary>
    public IReadOnlyDictionary<string, Percentiles> Milliseconds => _milliseconds;

    /// <summary>Reports a count since the start.</summary>
    public void Counter(string name, long value) => _counters[name] = value;

    /// <summary>Reports a present value; one that is no number is left out.</summary>
    public void Gauge(string name, double value)
    {
        if (double.IsFinite(value))
        {
            _gauges[name] = value;
        }
    }

    /// <summary>Reports durations; a stage without any is left out.</summary>
    public void Duration(string name, StageTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Read() is { } percentiles)
        {
            _milliseconds[name] = percentiles;
        }
    }
}
