using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>One golden text.</summary>
public sealed record GoldenText
{
    /// <summary>The text after the prompt was applied.</summary>
    [JsonRequired]
    public string Text { get; init; } = "";

    /// <summary>The expected token ids, start and end included, padding left out.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Ids { get; init; } = [];

    /// <summary>The expected embedding, D values.</summary>
    [JsonRequired]
    public byte[] Embedding { get; init; } = [];
}
