using System.Text.Json.Serialization;

namespace SemanticMlr.Labels;

/// <summary>The labels that are looked for, as one versioned whole.</summary>
public sealed record LabelList
{
    /// <summary>The schema this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The most labels a list may hold.</summary>
    public const int MaxLabels = 2_000;

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the list, as <c>pcb</c>.</summary>
    [JsonRequired]
    public string Id { get; init; } = "";

    /// <summary>Rises by one with every change.</summary>
    [JsonRequired]
    public int Version { get; init; }

    /// <summary>When the list stops being valid, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The prompt, in which <c>{label}</c> stands for the text of a label, or null for the bundle's.</summary>
    public string? Prompt { get; init; }

    /// <summary>The labels in output order: 1 to 2,000.</summary>
    [JsonRequired]
    public IReadOnlyList<LabelDefinition> Labels { get; init; } = [];
}
