using System.Text.Json.Serialization;
using SemanticMlr.Labels;

namespace SemanticMlr.Training.Recipes;

/// <summary>A label that is trained, and the phrases that mean it.</summary>
public sealed record LabelRecipe
{
    /// <summary>Stable name; the data set's boxes carry it.</summary>
    [JsonRequired]
    public string Id { get; init; } = "";

    /// <summary>The text of the bundle's default label list.</summary>
    [JsonRequired]
    public string Text { get; init; } = "";

    /// <summary>How serious the label is in the default list.</summary>
    [JsonRequired]
    public LabelSeverity Severity { get; init; } = LabelSeverity.Critical;

    /// <summary>Other phrases with the same meaning; the text encoder trains on these and on <see cref="Text"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Phrases { get; init; } = [];
}
