namespace SemanticMlr.Edge.Diagnostics;

/// <summary>A stage that has something to say in the health message.</summary>
public interface IHealthContributor
{
    /// <summary>Adds counters, gauges and durations. Called from any thread; must not block.</summary>
    void Contribute(HealthReport report);
}
