using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>How label texts become embeddings.</summary>
public sealed record TextSpecification
{
    /// <summary>Id of the text encoder; label lists that bring their own vectors name it.</summary>
    [JsonRequired]
    public string Encoder { get; init; } = "";

    /// <summary>The text encoder graph, or null where labels bring their vectors.</summary>
    public BundleFile? Graph { get; init; }

    /// <summary>The tokenizer, or null where labels bring their vectors.</summary>
    public TokenizerSpecification? Tokenizer { get; init; }

    /// <summary>The most tokens of a text, start and end tokens included.</summary>
    public int ContextLength { get; init; }

    /// <summary>The token id that fills a row up to the context length.</summary>
    public int PaddingId { get; init; }

    /// <summary>The prompt, in which <c>{label}</c> stands for the text of a label.</summary>
    public string Prompt { get; init; } = "{label}";
}
