namespace SemanticMlr.Edge.Capture;

/// <summary>What is asked of the frames while a source is open once. Used by one thread.</summary>
internal sealed class FrameRules
{
    private int _width;
    private int _height;

    /// <summary>Frames a second that are taken; 0 for all.</summary>
    public double RateLimit { get; init; }

    /// <summary>The age above which a frame is useless when it comes.</summary>
    public TimeSpan OldestAge { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether a camera that changes its size in the middle counts as lost.</summary>
    public bool FixedSize { get; init; }

    /// <summary>The columns that frames must have; 0 for any.</summary>
    public int Width { get; init; }

    /// <summary>The rows that frames must have; 0 for any.</summary>
    public int Height { get; init; }

    /// <summary>Looks at the pictures, or null.</summary>
    public PictureWatch? Pictures { get; init; }

    /// <summary>What is wrong with a frame of that size, or null.</summary>
    public string? FaultOfSize(int width, int height)
    {
        if ((Width > 0 && width != Width) || (Height > 0 && height != Height))
        {
            return $"The frames have {width} x {height} pixels, where Width and Height ask for {Text(Width)} x {Text(Height)}.";
        }

        if (FixedSize && _width > 0 && (width, height) != (_width, _height))
        {
            return $"The size of the frames changed from {_width} x {_height} to {width} x {height}.";
        }

        (_width, _height) = (width, height);
        return null;

        static string Text(int side) => side > 0 ? side.ToString(System.Globalization.CultureInfo.InvariantCulture) : "any";
    }
}
