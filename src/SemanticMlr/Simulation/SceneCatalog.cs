using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation.Line;

namespace SemanticMlr.Simulation;

/// <summary>The scenes that can be rendered, by name.</summary>
public static class SceneCatalog
{
    /// <summary>Seeds from here up are for tests and evaluation only; training refuses them.</summary>
    public const long FirstTestSeed = 1_000_000;

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [PcbScene.Name, LineScene.Name];

    /// <summary>Makes a scene.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Which endless row of pictures.</param>
    /// <exception cref="ArgumentException">There is no such scene.</exception>
    public static IScene Create(string name, long seed) => name switch
    {
        PcbScene.Name => new PcbScene(seed),
        LineScene.Name => new LineScene(seed),
        _ => throw new ArgumentException($"There is no scene '{name}'; known are: {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>How the pictures of a scene are meant to be cut; null leaves them whole.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static GridSize? GridOf(string name) => name == PcbScene.Name ? new GridSize(3, 3) : null;

    /// <summary>Refuses a picture that a scene cannot be drawn on.</summary>
    /// <exception cref="ArgumentException">It has another size or type.</exception>
    internal static void Check(IScene scene, Mat destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Type() != MatType.CV_8UC3 || destination.Cols != scene.Width || destination.Rows != scene.Height)
        {
            throw new ArgumentException(
                $"Expected {scene.Width} x {scene.Height} pixels of {MatType.CV_8UC3}, found {destination.Cols} x {destination.Rows} of {destination.Type()}.",
                nameof(destination));
        }
    }
}
