using OpenCvSharp;

namespace SemanticMlr.Simulation;

/// <summary>A rendered scene of which the truth is known: any picture of an endless row, by its index.</summary>
/// <remarks>The same name, seed and index give the same picture on every machine. An instance owns scratch memory and is not thread-safe.</remarks>
public interface IScene
{
    /// <summary>Columns of a picture, in pixels.</summary>
    int Width { get; }

    /// <summary>Rows of a picture, in pixels.</summary>
    int Height { get; }

    /// <summary>The ids of all labels that can hold.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Draws one picture and says what is on it.</summary>
    /// <param name="index">Which picture; 0 or more.</param>
    /// <param name="destination">CV_8UC3 (BGR), <see cref="Height"/> rows x <see cref="Width"/> columns; every pixel is overwritten.</param>
    /// <exception cref="ArgumentException">The destination has another size or type, or the index is negative.</exception>
    SceneTruth Render(long index, Mat destination);
}
