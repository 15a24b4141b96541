using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Commands;

/// <summary>Registers commands over MQTT.</summary>
public static class CommandServiceCollectionExtensions
{
    /// <summary>Adds the taking of commands and the verbs; needs the session and the review stage.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CommandOptions, CommandOptionsValidator>().BindConfiguration(CommandOptions.Section, StrictBinding.Refuse);
        services.AddMessagingMetrics();
        services.AddSingleton<CommandAnswers>();
        services.AddSingleton<CommandQueue>();
        services.AddSingleton<IHealthContributor>(provider => provider.GetRequiredService<CommandQueue>());
        services.AddSingleton<IMqttListener>(provider => provider.GetRequiredService<CommandQueue>());
        services.AddSingleton<ICommand, ReviewAnswerCommand>();
        services.AddHostedService<CommandWorker>();
        return services;
    }
}
