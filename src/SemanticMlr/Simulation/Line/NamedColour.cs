using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>A colour with the word that people use for it.</summary>
/// <param name="Name">The word, in lower case.</param>
/// <param name="Bgr">Blue, green and red, 0..255.</param>
internal sealed record NamedColour(string Name, Scalar Bgr)
{
    /// <summary>All colours of the line.</summary>
    public static NamedColour[] All { get; } =
    [
        new("red", new Scalar(40, 35, 200)),
        new("green", new Scalar(60, 150, 40)),
        new("blue", new Scalar(190, 85, 30)),
        new("yellow", new Scalar(40, 210, 235)),
        new("white", new Scalar(240, 240, 240)),
        new("black", new Scalar(35, 32, 32)),
        new("orange", new Scalar(25, 125, 245)),
        new("purple", new Scalar(150, 45, 120)),
    ];
}
