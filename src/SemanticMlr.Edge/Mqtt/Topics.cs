using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Every topic of the agent, built in one place.</summary>
public sealed class Topics
{
    private const string CommandPrefix = "/cmd/";

    public Topics(IOptions<MqttOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Root = Expand(options.Value);
    }

    /// <summary>What all topics begin with.</summary>
    public string Root { get; }

    /// <summary>The agent's state, retained.</summary>
    public string State => $"{Root}/state";

    /// <summary>The label list in force, retained.</summary>
    public string Labels => $"{Root}/labels";

    /// <summary>Counters and percentiles.</summary>
    public string Health => $"{Root}/health";

    /// <summary>The filter that all commands match.</summary>
    public string Commands => $"{Root}{CommandPrefix}#";

    /// <summary>A camera's state, retained.</summary>
    public string CameraState(string camera) => $"{Root}/camera/{Level(camera)}/state";

    /// <summary>A camera's detections.</summary>
    public string Detections(string camera) => $"{Root}/camera/{Level(camera)}/detections";

    /// <summary>Why frames of a camera are asked about.</summary>
    public string Review(string camera) => $"{Root}/camera/{Level(camera)}/review";

    /// <summary>The picture of one review.</summary>
    public string ReviewFrame(string camera, Guid review) => $"{Root}/camera/{Level(camera)}/review/{review:D}/frame";

    /// <summary>Where the model sees a label in the picture of one review.</summary>
    public string ReviewHeatMap(string camera, Guid review, string label) => $"{Root}/camera/{Level(camera)}/review/{review:D}/heatmap/{Level(label)}";

    /// <summary>The verb of a command's topic, as <c>review/answer</c>, or null where the topic is no command.</summary>
    public string? VerbOf(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var prefix = Root.Length + CommandPrefix.Length;
        return topic.Length > prefix && topic.StartsWith(Root, StringComparison.Ordinal) &&
            topic.AsSpan(Root.Length).StartsWith(CommandPrefix, StringComparison.Ordinal)
            ? topic[prefix..]
            : null;
    }

    /// <summary>Why a root topic cannot be built from the options, or null where it can.</summary>
    internal static string? FaultOf(MqttOptions options)
    {
        (string Name, string Value)[] levels =
            [(nameof(options.Site), options.Site), (nameof(options.Line), options.Line), (nameof(options.Device), options.Device)];
        foreach (var (name, value) in levels)
        {
            if (value != Level(value))
            {
                return $"{name} (\"{value}\") must be one topic level: without /, +, # and control characters.";
            }
        }

        var root = Expand(options);
        return root switch
        {
            _ when root.Contains('{', StringComparison.Ordinal) || root.Contains('}', StringComparison.Ordinal) =>
                $"{nameof(options.Root)} (\"{options.Root}\") names a place that does not exist; there are {{site}}, {{line}} and {{device}}.",
            _ when root.Split('/').Any(level => level.Length == 0 || level != Level(level)) =>
                $"{nameof(options.Root)} (\"{options.Root}\") must be topic levels with a / between them: none empty, without +, # and control characters.",
            _ when root[0] == '$' => $"{nameof(options.Root)} (\"{options.Root}\") must not begin with $, which brokers keep for themselves.",
            { Length: > 512 } => $"{nameof(options.Root)} makes a topic of {root.Length} characters; 512 are allowed.",
            _ => null,
        };
    }

    private static string Expand(MqttOptions options) => options.Root
        .Replace("{site}", options.Site, StringComparison.Ordinal)
        .Replace("{line}", options.Line, StringComparison.Ordinal)
        .Replace("{device}", options.Device, StringComparison.Ordinal);

    private static string Level(string name) =>
        string.Create(name.Length, name, static (level, name) =>
        {
            for (var index = 0; index < level.Length; index++)
            {
                var character = name[index];
                level[index] = character is '/' or '+' or '#' || char.IsControl(character) ? '_' : character;
            }
        });
}
