using System.Text.Json.Serialization;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>A head of the comparison.</summary>
public sealed record AblationHead
{
    /// <summary>Its name in the tables.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>The kind: <c>clip</c>, <c>mkt</c>, <c>sigrl</c> or <c>sigrl+</c>. Everything else is the task's own.</summary>
    [JsonRequired]
    public string Kind { get; init; } = "";

    /// <summary>Whether it gets a label graph (GMC).</summary>
    public bool Graph { get; init; }

    /// <summary>Takes the place of the loss of every row, for a head whose output is no logit; null for the chosen one.</summary>
    public HeadLossRecipe? Loss { get; init; }
}
