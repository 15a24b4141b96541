namespace SemanticMlr.Simulation;

/// <summary>A square picture of copper (1) and bare board (0) with the shapes that boards are made of. What lies outside is cut off.</summary>
internal sealed class BoardCanvas
{
    /// <summary>Rows and columns.</summary>
    public const int Side = 640;

    /// <summary>Row after row, one byte a pixel.</summary>
    public byte[] Pixels { get; } = new byte[Side * Side];

    public static bool Inside(int x, int y) => (uint)x < Side && (uint)y < Side;

    /// <summary>Whether a pixel is copper; false outside.</summary>
    public bool IsCopper(int x, int y) => Inside(x, y) && Pixels[y * Side + x] != 0;

    public void Clear() => Array.Clear(Pixels);

    public void Rectangle(double left, double top, double width, double height, bool copper = true)
    {
        for (var y = (int)Math.Round(top); y < (int)Math.Round(top + height); y++)
        {
            Span(y, (int)Math.Round(left), (int)Math.Round(left + width) - 1, copper);
        }
    }

    /// <summary>A rectangle with round corners.</summary>
    public void Rounded(double left, double top, double width, double height, double radius, bool copper = true)
    {
        radius = Math.Min(radius, Math.Min(width, height) / 2);
        Rectangle(left, top + radius, width, height - 2 * radius, copper);
        Line(left + radius, top + radius, left + width - radius, top + radius, radius, copper);
        Line(left + radius, top + height - radius, left + width - radius, top + height - radius, radius, copper);
    }

    public void Disc(double x, double y, double radius, bool copper = true) => Line(x, y, x, y, radius, copper);

    /// <summary>A thick line with round ends.</summary>
    public void Line(double x0, double y0, double x1, double y1, double radius, bool copper = true)
    {
        var capsule = new Capsule(x0, y0, x1, y1, radius);
        for (var y = Math.Max(0, capsule.Top); y <= Math.Min(Side - 1, capsule.Bottom); y++)
        {
            if (capsule.Row(y, out var left, out var right))
            {
                Span(y, left, right, copper);
            }
        }
    }

    /// <summary>A thick line through all points.</summary>
    public void Path(IReadOnlyList<(double X, double Y)> points, double radius, bool copper = true)
    {
        for (var index = 1; index < points.Count; index++)
        {
            Line(points[index - 1].X, points[index - 1].Y, points[index].X, points[index].Y, radius, copper);
        }
    }

    /// <summary>The inside of a closed line of points, by the even-odd rule.</summary>
    public void Polygon(ReadOnlySpan<(double X, double Y)> points, bool copper = true)
    {
        Span<double> crossings = stackalloc double[points.Length];
        for (var y = 0; y < Side; y++)
        {
            var count = 0;
            for (var index = 0; index < points.Length; index++)
            {
                var (a, b) = (points[index], points[(index + 1) % points.Length]);
                if (a.Y <= y != b.Y <= y)
                {
                    crossings[count++] = a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X);
                }
            }

            crossings[..count].Sort();
            for (var index = 0; index + 1 < count; index += 2)
            {
                Span(y, (int)Math.Ceiling(crossings[index]), (int)Math.Floor(crossings[index + 1]), copper);
            }
        }
    }

    /// <summary>Whether no copper lies within a distance of a point; looks at every third row, because nothing on a board is thinner.</summary>
    public bool IsFree(double x, double y, double radius)
    {
        var disc = new Capsule(x, y, x, y, radius);
        for (var row = Math.Max(0, disc.Top); row <= Math.Min(Side - 1, disc.Bottom); row += 3)
        {
            if (disc.Row(row, out var left, out var right))
            {
                (left, right) = (Math.Max(left, 0), Math.Min(right, Side - 1));
                if (left <= right && Pixels.AsSpan(row * Side + left, right - left + 1).Contains((byte)1))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Span(int y, int left, int right, bool copper)
    {
        (left, right) = (Math.Max(left, 0), Math.Min(right, Side - 1));
        if ((uint)y < Side && left <= right)
        {
            Pixels.AsSpan(y * Side + left, right - left + 1).Fill(copper ? (byte)1 : (byte)0);
        }
    }
}
