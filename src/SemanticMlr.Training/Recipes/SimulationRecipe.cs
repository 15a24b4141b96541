using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>Simulated pictures that are mixed into the real ones. They are trained on and never held out.</summary>
public sealed record SimulationRecipe
{
    /// <summary>The first seed that belongs to tests; training refuses it and all above.</summary>
    public const long FirstTestSeed = 1_000_000;

    /// <summary>Name of the scene, as <c>pcb</c>.</summary>
    [JsonRequired]
    public string Scene { get; init; } = "";

    /// <summary>Seeds the pictures: 0 to 999,999.</summary>
    [JsonRequired]
    public long Seed { get; init; }

    /// <summary>How many pictures: 1 to 100,000, all kept in memory.</summary>
    [JsonRequired]
    public int Count { get; init; }
}
