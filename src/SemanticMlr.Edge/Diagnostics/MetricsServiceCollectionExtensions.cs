using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SemanticMlr.Edge.Diagnostics;

/// <summary>Registers what stages count with.</summary>
internal static class MetricsServiceCollectionExtensions
{
    /// <summary>Adds the counts of messaging once, however many stages ask.</summary>
    public static IServiceCollection AddMessagingMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        if (services.All(service => service.ServiceType != typeof(MessagingMetrics)))
        {
            services.AddSingleton<MessagingMetrics>();
            services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<MessagingMetrics>());
        }

        return services;
    }
}
