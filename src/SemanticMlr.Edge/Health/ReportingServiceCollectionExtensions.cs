using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Health;

/// <summary>Registers what the agent says about itself.</summary>
public static class ReportingServiceCollectionExtensions
{
    /// <summary>Adds the states of agent and cameras, and what process, cameras and pipeline contribute to the health message.</summary>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
        services.AddSingleton<IHealthContributor, ProcessHealth>();
        services.AddSingleton<IHealthContributor, CaptureHealth>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<PipelineMetrics>());
        services.AddSingleton<CameraReporter>();
        services.AddSingleton<ICameraListener>(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService<AgentReporter>();
        return services;
    }
}
