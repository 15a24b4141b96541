using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Registers the outbox.</summary>
public static class OutboxServiceCollectionExtensions
{
    /// <summary>Adds the outbox, the epoch and the numbering of messages.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<OutboxOptions, OutboxOptionsValidator>().BindConfiguration(OutboxOptions.Section, StrictBinding.Refuse);
        services.AddOptionsWithValidateOnStart<StateOptions, StateOptionsValidator>().BindConfiguration(StateOptions.Section, StrictBinding.Refuse);
        services.AddMessagingMetrics();
        services.TryAddSingleton<AgentEpoch>();
        services.TryAddSingleton<CameraSequences>();
        services.TryAddSingleton<MessageOutbox>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<MessageOutbox>());
        services.AddHostedService<OutboxService>();
        return services;
    }
}
