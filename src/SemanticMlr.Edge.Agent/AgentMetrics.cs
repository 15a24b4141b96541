using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Agent;

/// <summary>Collects the agent's metrics, and those of the .NET runtime, for Prometheus.</summary>
internal static class AgentMetrics
{
    // OpenTelemetry's own begin at 5 ms, where half of the stages here have ended.
    private static readonly double[] Milliseconds = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

    /// <summary>Begins to collect; the caller disposes it.</summary>
    public static MeterProvider Create() => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.Clear().AddService("semantic-mlr-agent", serviceVersion: AgentStatePublisher.Version, autoGenerateServiceInstanceId: false))
        .AddMeter(EdgeMeter.Name, "System.Runtime")
        .AddView(instrument => instrument.Unit == "ms" ? new ExplicitBucketHistogramConfiguration { Boundaries = Milliseconds } : null)
        .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false)
        .Build();
}
