using System.Diagnostics.Metrics;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Engines;

/// <summary>What became of engines since the start.</summary>
internal sealed class EngineMetrics : IHealthContributor
{
    private readonly TimeProvider _time;
    private long _started;

    public EngineMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(EdgeMeter.Name);
        _time = time;
        Built = new Tally(meter, "mlr.engine.built", "{engine}");
        Failed = new Tally(meter, "mlr.engine.failed", "{engine}");
    }

    /// <summary>Engines built and proved.</summary>
    public Tally Built { get; }

    /// <summary>Engines that could not be built, or gave other numbers than the golden ones.</summary>
    public Tally Failed { get; }

    /// <summary>How long an engine has been in the making; null where none is.</summary>
    public TimeSpan? Elapsed => Interlocked.Read(ref _started) is var started and not 0 ? _time.GetElapsedTime(started) : null;

    public void Begin() => Interlocked.Exchange(ref _started, Math.Max(1, _time.GetTimestamp()));

    public void End() => Interlocked.Exchange(ref _started, 0);

    public void Contribute(HealthReport report)
    {
        report.Counter(Built.Name, Built.Value);
        report.Counter(Failed.Name, Failed.Value);
        if (Elapsed is { } elapsed)
        {
            report.Gauge("mlr.engine.building.seconds", Math.Round(elapsed.TotalSeconds, 1));
        }
    }
}
