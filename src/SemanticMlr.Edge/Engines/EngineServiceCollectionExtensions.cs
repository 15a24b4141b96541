using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Engines;

/// <summary>Registers the building of engines.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>Adds what builds an engine while another provider serves; needs pipeline, rollout and MQTT.</summary>
    public static IServiceCollection AddEngines(this IServiceCollection services)
    {
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<EngineMetrics>());
        services.AddSingleton(provider => new Lazy<ModelLoader>(provider.GetRequiredService<ModelLoader>));
        services.AddHostedService<EngineBuildWorker>();
        return services;
    }
}
