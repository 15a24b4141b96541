using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge.Health;

/// <summary>Registers what the agent says about itself.</summary>
public static class HealthServiceCollectionExtensions
{
    /// <summary>Adds the states of agent and cameras and the health message; needs capture, pipeline, MQTT and supervision.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HealthOptions, HealthOptionsValidator>().BindConfiguration(HealthOptions.Section, StrictBinding.Refuse);
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthConsistencyValidator>();
        services.AddSingleton(new ThermalZones("/sys/class/thermal"));
        services.AddSingleton<IHealthContributor, HostHealth>();
        services.AddSingleton<IHealthContributor, ProviderHealth>();
        services.AddSingleton<HealthSnapshot>();
        services.AddSingleton(provider => new AgentHealth(
            provider.GetRequiredService<ProgressWatch>(),
            provider.GetRequiredService<CameraSet>(),
            provider.GetRequiredService<MqttStatusBoard>(),
            provider.GetRequiredService<Lazy<ModelStore>>(),
            provider.GetRequiredService<HealthSnapshot>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHealthContributor, ProcessHealth>();
        services.AddSingleton<IHealthContributor, CaptureHealth>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<PipelineMetrics>());
        services.AddSingleton<CameraReporter>();
        services.AddSingleton<ICameraListener>(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService(provider => provider.GetRequiredService<CameraReporter>());
        services.AddHostedService<HealthGauges>();
        services.AddHostedService<AgentReporter>();
        services.AddHostedService<HealthWorker>();
        return services;
    }
}
