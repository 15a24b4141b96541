using System.Text.Json.Serialization;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation;

/// <summary>How much is known of the training samples.</summary>
public sealed record AblationRow
{
    /// <summary>Its name in the tables, as <c>single positive</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>As in a head recipe: <c>all</c>, <c>single</c>, or a share.</summary>
    [JsonRequired]
    public string Keep { get; init; } = "";

    /// <summary>The losses to choose from by validation mAP with the first seed; one needs no choice.</summary>
    [JsonRequired]
    public IReadOnlyList<HeadLossRecipe> Losses { get; init; } = [];
}
