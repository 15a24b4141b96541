using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Engines;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge;

/// <summary>Registers the agent.</summary>
public static class EdgeServiceCollectionExtensions
{
    // With what the outbox needs to close after all others, an end takes at most ten seconds.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(7);

    /// <summary>Adds all stages, consumers first: at the end the cameras stop first and the broker hears the last word.</summary>
    public static IServiceCollection AddSemanticMlrEdge(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StateOptions, StateOptionsValidator>().BindConfiguration(StateOptions.Section, StrictBinding.Refuse);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        return services
            .AddSupervision()
            .AddOutbox()
            .AddMqtt()
            .AddCommands()
            .AddLabelCommands()
            .AddRollout()
            .AddEngines()
            .AddHealth()
            .AddReview()
            .AddDecisions()
            .AddPipeline()
            .AddCapture();
    }
}
