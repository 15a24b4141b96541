using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>A named rectangle of a camera's frame, in pixels; origin at the top left.</summary>
public sealed class RegionOptions
{
    /// <summary>The name under which detections speak of the region: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The first column.</summary>
    public int X { get; set; }

    /// <summary>The first row.</summary>
    public int Y { get; set; }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; set; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; set; }

    internal NamedRegion ToRegion() => new(Name, new PixelRectangle(X, Y, Width, Height));
}
