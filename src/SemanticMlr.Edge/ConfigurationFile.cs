using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Supervision;

namespace SemanticMlr.Edge;

/// <summary>The configuration that an operator names.</summary>
public static class ConfigurationFile
{
    private const string EnvironmentPrefix = "SEMANTICMLR_";

    private static readonly string[] Sections =
    [
        StateOptions.Section, RecognitionOptions.Section, LabelsOptions.Section, CaptureOptions.Section, DecisionOptions.Section,
        ReviewOptions.Section, OutboxOptions.Section, MqttOptions.Section, CommandOptions.Section, SupervisionOptions.Section, HealthOptions.Section,
        "Logging",
    ];

    /// <summary>Adds the file, and the environment above it.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object, or names a section that does not exist.</exception>
    public static void Add(HostApplicationBuilder builder, FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(file);
        var content = new ConfigurationBuilder().AddJsonFile(file.FullName, optional: false, reloadOnChange: false).Build();
        var unknown = content.GetChildren().Select(section => section.Key).Except(Sections, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidDataException(
                $"{file.FullName}: there is no section {string.Join(", ", unknown)}; the sections are {string.Join(", ", Sections)}.");
        }

        builder.Configuration.AddConfiguration(content);
        builder.Configuration.AddEnvironmentVariables(EnvironmentPrefix);
    }
}
