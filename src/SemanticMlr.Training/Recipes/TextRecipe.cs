using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>The text encoder and its tokenizer.</summary>
public sealed record TextRecipe
{
    /// <summary>Length of a token's vector: 8 to 1,024, a multiple of <see cref="Heads"/>.</summary>
    [JsonRequired]
    public int Width { get; init; }

    /// <summary>Attention heads: 1 to 32.</summary>
    [JsonRequired]
    public int Heads { get; init; }

    /// <summary>The most tokens of a text: 4 to 512.</summary>
    [JsonRequired]
    public int ContextLength { get; init; }

    /// <summary>The most merges that are learned from the phrases: 0 to 50,000.</summary>
    [JsonRequired]
    public int Merges { get; init; }

    /// <summary>The prompt, in which <c>{label}</c> stands for the text of a label.</summary>
    [JsonRequired]
    public string Prompt { get; init; } = "{label}";
}
