using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Registers what watches over the agent.</summary>
public static class SupervisionServiceCollectionExtensions
{
    /// <summary>Adds the watch over recognition and delivery. Registered before the other stages, it speaks while they start and until they have stopped.</summary>
    public static IServiceCollection AddSupervision(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SupervisionOptions, SupervisionOptionsValidator>()
            .BindConfiguration(SupervisionOptions.Section, StrictBinding.Refuse);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(WatchdogInterval.FromEnvironment());
        services.AddSingleton<IProgressProbe, RecognitionProgress>();
        services.AddSingleton<IProgressProbe, DeliveryProgress>();
        services.AddSingleton<ProgressWatch>();
        services.AddSingleton<AgentStatus>();
        services.AddSingleton<ServiceManager>();
        services.AddHostedService<SupervisionWorker>();
        services.AddHostedService<NativeHeapWorker>();
        return services;
    }
}
