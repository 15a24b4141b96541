using System.Text.Json.Serialization;

namespace SemanticMlr.Labels;

/// <summary>One label of a list.</summary>
public sealed record LabelDefinition
{
    /// <summary>Stable name, <c>[a-z0-9_-]{1,64}</c>; data sets and messages use it.</summary>
    [JsonRequired]
    public string Id { get; init; } = "";

    /// <summary>What the text encoder reads.</summary>
    [JsonRequired]
    public string Text { get; init; } = "";

    /// <summary>Other texts for the same label; not encoded.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Probability from which the label holds, 0..1, or null to take it from the calibration.</summary>
    public double? Threshold { get; init; }

    /// <summary>The band of probabilities in which a person is asked, or null for none.</summary>
    public ReviewBand? Review { get; init; }

    /// <summary>How serious the label is for the plant.</summary>
    public LabelSeverity Severity { get; init; } = LabelSeverity.Info;

    /// <summary>Whether the label is looked for.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The label's own vector: D little-endian float32, or null to encode the text.</summary>
    public byte[]? Embedding { get; init; }

    /// <summary>The id of the text encoder that <see cref="Embedding"/> comes from.</summary>
    public string? Encoder { get; init; }
}
