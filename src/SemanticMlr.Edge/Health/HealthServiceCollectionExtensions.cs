using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Health;

/// <summary>Registers what the agent says about itself.</summary>
public static class HealthServiceCollectionExtensions
{
    /// <summary>Adds the states of agent and cameras and the health message; needs capture, pipeline and MQTT.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HealthOptions, HealthOptionsValidator>().BindConfiguration(HealthOptions.Section, StrictBinding.Refuse);
        services.AddSingleton<IHealthContributor, ProcessHealth>();
        services.AddSingleton<IHealthContributor, CaptureHealth>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<PipelineMetrics>());
        services.AddSingleton<CameraReporter>();
        services.AddSingleton<ICameraListener>(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService<AgentReporter>();
        services.AddHostedService<HealthWorker>();
        return services;
    }
}
