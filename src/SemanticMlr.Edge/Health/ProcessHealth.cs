using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>Memory and age of the process.</summary>
internal sealed class ProcessHealth(TimeProvider time) : IHealthContributor
{
    private readonly long _start = time.GetTimestamp();

    public void Contribute(HealthReport report)
    {
        report.Gauge("mlr.process.working_set.bytes", Environment.WorkingSet);
        report.Gauge("mlr.process.managed_heap.bytes", GC.GetTotalMemory(forceFullCollection: false));
        report.Gauge("mlr.process.uptime.seconds", Math.Round(time.GetElapsedTime(_start).TotalSeconds, 1));
    }
}
