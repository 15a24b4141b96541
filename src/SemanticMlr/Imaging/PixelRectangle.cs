using System.Text.Json.Serialization;

namespace SemanticMlr.Imaging;

/// <summary>A rectangle in whole pixels, origin at the top left.</summary>
[method: JsonConstructor] // the default constructor would take missing members for 0
public readonly record struct PixelRectangle(int X, int Y, int Width, int Height)
{
    /// <summary>The first column to the right of the rectangle.</summary>
    [JsonIgnore]
    public int Right => X + Width;

    /// <summary>The first row below the rectangle.</summary>
    [JsonIgnore]
    public int Bottom => Y + Height;

    /// <summary>Whether the point lies inside; the right and the bottom edge do not belong to the rectangle.</summary>
    public bool Contains(double x, double y) => x >= X && x < Right && y >= Y && y < Bottom;

    /// <summary>Whether this rectangle has an area and lies wholly inside an image of the given size.</summary>
    public bool FitsInside(int width, int height) =>
        Width > 0 && Height > 0 && X >= 0 && Y >= 0 && (long)X + Width <= width && (long)Y + Height <= height;
}
