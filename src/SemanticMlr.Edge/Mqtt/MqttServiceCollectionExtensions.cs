using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Registers the session with the broker.</summary>
public static class MqttServiceCollectionExtensions
{
    /// <summary>Adds the session and everything that publishes through it; needs the outbox.</summary>
    public static IServiceCollection AddMqtt(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<MqttOptions, MqttOptionsValidator>().BindConfiguration(MqttOptions.Section, StrictBinding.Refuse);
        services.AddSingleton<IValidateOptions<MqttOptions>, MqttOptionsConsistencyValidator>();
        services.AddMessagingMetrics();
        services.AddSingleton<Topics>();
        services.AddSingleton<MqttStatusBoard>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<MqttStatusBoard>());
        services.AddSingleton<AgentStatePublisher>();
        services.AddSingleton<IConnectListener>(provider => provider.GetRequiredService<AgentStatePublisher>());
        services.AddSingleton<CameraStatePublisher>();
        services.AddSingleton<IConnectListener>(provider => provider.GetRequiredService<CameraStatePublisher>());
        services.AddSingleton<IDetectionListener, DetectionPublisher>();
        services.AddSingleton<IReviewListener, ReviewPublisher>();
        services.AddSingleton<MqttClientOptionsFactory>();
        services.AddSingleton<MqttReconnect>();
        services.AddHostedService<MqttSession>();
        return services;
    }
}
