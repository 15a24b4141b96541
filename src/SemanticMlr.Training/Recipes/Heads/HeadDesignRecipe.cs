using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>The head and the graph over labels.</summary>
public sealed record HeadDesignRecipe
{
    /// <summary><c>clip</c>, <c>mkt</c>, <c>sigrl</c> or <c>sigrl+</c>.</summary>
    [JsonRequired]
    public string Kind { get; init; } = "";

    /// <summary>Patches that the local score averages: 1 to 1,024.</summary>
    [JsonRequired]
    public int TopK { get; init; }

    /// <summary>Whether the head gets a label graph (GMC); else it gets the embeddings themselves. Only <c>sigrl</c> and <c>sigrl+</c> read it.</summary>
    public bool Graph { get; init; }

    /// <summary>Compares directions only (cosines); not for <c>sigrl</c>.</summary>
    public bool Normalise { get; init; }

    /// <summary>First factor of the local product: above 0, at most 1,000.</summary>
    public double LocalScale { get; init; } = 1;

    /// <summary>First factor of the global product: 0 to 1,000.</summary>
    public double GlobalScale { get; init; } = 0.5;
}
