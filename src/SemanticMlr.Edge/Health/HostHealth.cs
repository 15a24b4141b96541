using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>How warm the device is.</summary>
internal sealed class HostHealth(ThermalZones zones) : IHealthContributor
{
    public void Contribute(HealthReport report)
    {
        foreach (var (name, celsius) in zones.Read())
        {
            report.Gauge($"mlr.host.temperature.celsius.{name}", celsius);
        }
    }
}
