namespace SemanticMlr.Simulation;

/// <summary>The scenes that can be rendered, by name.</summary>
public static class SceneCatalog
{
    /// <summary>Seeds from here up are for tests and evaluation only; training refuses them.</summary>
    public const long FirstTestSeed = 1_000_000;

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [PcbScene.Name];

    /// <summary>Makes a scene.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Which endless row of pictures.</param>
    /// <exception cref="ArgumentException">There is no such scene.</exception>
    public static IScene Create(string name, long seed) => name switch
    {
        PcbScene.Name => new PcbScene(seed),
        _ => throw new ArgumentException($"There is no scene '{name}'; known are: {string.Join(", ", Names)}.", nameof(name)),
    };
}
