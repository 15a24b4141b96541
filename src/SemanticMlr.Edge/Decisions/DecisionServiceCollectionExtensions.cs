using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Decisions;

/// <summary>Registers the decisions.</summary>
public static class DecisionServiceCollectionExtensions
{
    /// <summary>Adds the stage that turns scores into detections.</summary>
    public static IServiceCollection AddDecisions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DecisionOptions, DecisionOptionsValidator>().BindConfiguration(DecisionOptions.Section);
        services.AddMessagingMetrics();
        return services;
    }
}
