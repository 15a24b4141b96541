using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Registers changes of the label list.</summary>
public static class RolloutServiceCollectionExtensions
{
    /// <summary>Adds what tries, applies, watches and takes back label lists; needs pipeline, review and MQTT.</summary>
    public static IServiceCollection AddRollout(this IServiceCollection services)
    {
        services.AddSingleton<RecentFrames>();
        services.AddSingleton<IRecognitionListener>(provider => provider.GetRequiredService<RecentFrames>());
        services.AddSingleton<AlarmMeter>();
        services.AddSingleton<IRecognitionListener>(provider => provider.GetRequiredService<AlarmMeter>());
        services.AddSingleton<RolloutMetrics>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<RolloutMetrics>());
        services.AddSingleton<LabelWarnings>();
        services.AddSingleton<ProposalReader>();
        services.AddSingleton<LabelPreparation>();
        services.AddSingleton<LabelDryRun>();
        services.AddSingleton<LabelCommits>();
        services.AddSingleton<LabelUpdates>();
        services.AddSingleton(provider => new Lazy<LabelUpdates>(provider.GetRequiredService<LabelUpdates>));
        services.AddSingleton(provider => new Lazy<LabelCommits>(provider.GetRequiredService<LabelCommits>));
        services.AddHostedService<CanaryWorker>();
        return services;
    }
}
