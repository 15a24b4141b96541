using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>A byte-level BPE tokenizer.</summary>
public sealed record TokenizerSpecification
{
    /// <summary>Token to id, JSON.</summary>
    [JsonRequired]
    public BundleFile Vocabulary { get; init; } = new();

    /// <summary>One merge a line, in order of rank.</summary>
    [JsonRequired]
    public BundleFile Merges { get; init; } = new();

    /// <summary>Whether text is lower-cased and its white space collapsed first.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>The suffix of a token that ends a word, as <c>&lt;/w&gt;</c>, or null.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>The id that starts every row, or null.</summary>
    public int? StartId { get; init; }

    /// <summary>The id that ends every row, or null.</summary>
    public int? EndId { get; init; }
}
