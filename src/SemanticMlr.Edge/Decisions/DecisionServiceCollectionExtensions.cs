using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Decisions;

/// <summary>Registers the decisions.</summary>
public static class DecisionServiceCollectionExtensions
{
    /// <summary>Adds the stage that turns scores into detections.</summary>
    public static IServiceCollection AddDecisions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DecisionOptions, DecisionOptionsValidator>().BindConfiguration(DecisionOptions.Section, StrictBinding.Refuse);
        services.AddMessagingMetrics();
        services.AddSingleton<IRecognitionListener, DecisionStage>();
        return services;
    }
}
