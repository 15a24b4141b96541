using System.Text.Json.Serialization;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>Heads that are trained together on one pair of encoders.</summary>
public sealed record SceneArm
{
    /// <summary>Its name; a head is <c>KIND, NAME</c> in the tables.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>The heads, which take the place of the recipe's.</summary>
    [JsonRequired]
    public IReadOnlyList<HeadDesignRecipe> Heads { get; init; } = [];

    /// <summary>What a head of this arm is called in the tables.</summary>
    /// <param name="kind">The head's kind.</param>
    public string NameOf(string kind) => $"{kind}, {Name}";
}
