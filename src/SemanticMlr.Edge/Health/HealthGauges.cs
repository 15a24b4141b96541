using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>Shows the present values of the health report as metrics, so that both say the same.</summary>
internal sealed class HealthGauges(HealthSnapshot snapshot, IMeterFactory meters, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan OneReading = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private HealthReport? _report;
    private long _taken;

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(EdgeMeter.Name);
        foreach (var family in GaugeFamily.All)
        {
            meter.CreateObservableGauge(family.Metric, () => Read(family), family.Unit);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<double>> Read(GaugeFamily family)
    {
        foreach (var (name, value) in Report().Gauges)
        {
            if (family.MemberOf(name) is { } member)
            {
                yield return family.Tag is null ? new(value) : new(value, new KeyValuePair<string, object?>(family.Tag, member));
            }
        }
    }

    /// <summary>One report for all the instruments of a reading.</summary>
    private HealthReport Report()
    {
        lock (_gate)
        {
            if (_report is null || time.GetElapsedTime(_taken) > OneReading)
            {
                (_report, _taken) = (snapshot.Take(), time.GetTimestamp());
            }

            return _report;
        }
    }
}
