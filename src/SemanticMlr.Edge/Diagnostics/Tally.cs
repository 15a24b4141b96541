using System.Diagnostics.Metrics;

namespace SemanticMlr.Edge.Diagnostics;

/// <summary>A count that is a metric and can be read back, for messages and for the live view.</summary>
/// <remarks>The metric reads the count, so that it is complete whenever somebody begins to look.</remarks>
public sealed class Tally
{
    private long _value;

    /// <summary>Creates the count and its metric.</summary>
    public Tally(Meter meter, string name, string unit)
    {
        ArgumentNullException.ThrowIfNull(meter);
        Name = name;
        meter.CreateObservableCounter(name, () => Value, unit);
    }

    /// <summary>What was counted since the start.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>The name of the metric.</summary>
    public string Name { get; }

    /// <summary>Counts.</summary>
    public void Add(long number = 1) => Interlocked.Add(ref _value, number);
}
