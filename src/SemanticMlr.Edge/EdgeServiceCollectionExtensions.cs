using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge;

/// <summary>Registers the agent.</summary>
public static class EdgeServiceCollectionExtensions
{
    /// <summary>Adds all stages, consumers first: at the end the cameras stop first and the broker hears the last word.</summary>
    public static IServiceCollection AddSemanticMlrEdge(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StateOptions, StateOptionsValidator>().BindConfiguration(StateOptions.Section, StrictBinding.Refuse);
        return services
            .AddSupervision()
            .AddOutbox()
            .AddMqtt()
            .AddCommands()
            .AddHealth()
            .AddReview()
            .AddDecisions()
            .AddPipeline()
            .AddCapture();
    }
}
