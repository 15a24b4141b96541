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

    /// <summary>Adds the verbs about label lists and pictures; needs pipeline and rollout.</summary>
    public static IServiceCollection AddLabelCommands(this IServiceCollection services)
    {
        services.AddSingleton<ICommand, LabelsGetCommand>();
        services.AddSingleton<ICommand, LabelsValidateCommand>();
        services.AddSingleton<ICommand, LabelsApplyCommand>();
        services.AddSingleton<ICommand, LabelsDryRunCommand>();
        services.AddSingleton<ICommand, LabelsRollbackCommand>();
        services.AddSingleton<ICommand, LabelsHistoryCommand>();
        services.AddSingleton<ICommand, SnapshotCommand>();
        return services;
    }
}
