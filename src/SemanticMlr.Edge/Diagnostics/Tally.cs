using System.Diagnostics.Metrics;

namespace SemanticMlr.Edge.Diagnostics;

/// <summary>A count that is a metric and can be read back, for messages and for the live view.</summary>
/// <param name="counter">The metric that follows the count.</param>
public sealed class Tally(Counter<long> counter)
{
    private long _value;

    /// <summary>What was counted since the start.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>The name of the metric.</summary>
    public string Name => counter.Name;

    /// <summary>Counts.</summary>
    public void Add(long number = 1)
    {
        Interlocked.Add(ref _value, number);
        counter.Add(number);
    }
}
