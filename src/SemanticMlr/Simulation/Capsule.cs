namespace SemanticMlr.Simulation;

/// <summary>A thick line with round ends, or a disc where both ends are the same, as one span of pixels per row.</summary>
/// <remarks>Only +, -, *, / and square roots: the same pixels on every machine.</remarks>
internal readonly struct Capsule
{
    private readonly double _x0, _y0, _x1, _y1, _radius, _length, _dx, _dy;

    public Capsule(double x0, double y0, double x1, double y1, double radius)
    {
        (_x0, _y0, _x1, _y1, _radius) = (x0, y0, x1, y1, radius);
        _length = Math.Sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        (_dx, _dy) = _length > 0 ? ((x1 - x0) / _length, (y1 - y0) / _length) : (0, 0);
    }

    public int Top => (int)Math.Ceiling(Math.Min(_y0, _y1) - _radius);

    public int Bottom => (int)Math.Floor(Math.Max(_y0, _y1) + _radius);

    /// <summary>The first and the last pixel of a row; false where the row has none.</summary>
    public bool Row(int y, out int left, out int right)
    {
        var (low, high) = (double.MaxValue, double.MinValue);
        Disc(y, _x0, _y0, ref low, ref high);
        Disc(y, _x1, _y1, ref low, ref high);
        if (_length > 0)
        {
            Band(y, ref low, ref high);
        }

        (left, right) = low <= high ? ((int)Math.Ceiling(low), (int)Math.Floor(high)) : (0, -1);
        return left <= right;
    }

    private void Disc(int y, double x, double centre, ref double low, ref double high)
    {
        var rest = _radius * _radius - (y - centre) * (y - centre);
        if (rest >= 0)
        {
            var half = Math.Sqrt(rest);
            (low, high) = (Math.Min(low, x - half), Math.Max(high, x + half));
        }
    }

    /// <summary>The rectangle between the ends: at most the radius beside the axis, and between both ends along it.</summary>
    private void Band(int y, ref double low, ref double high)
    {
        var (from, to) = (double.MinValue, double.MaxValue);
        if (!Limit(_dy, (y - _y0) * _dx - _radius, (y - _y0) * _dx + _radius, ref from, ref to)
            || !Limit(_dx, -(y - _y0) * _dy, _length - (y - _y0) * _dy, ref from, ref to))
        {
            return;
        }

        if (from <= to)
        {
            (low, high) = (Math.Min(low, _x0 + from), Math.Max(high, _x0 + to));
        }
    }

    /// <summary>Keeps what satisfies minimum &lt;= factor * t &lt;= maximum; false where nothing does.</summary>
    private static bool Limit(double factor, double minimum, double maximum, ref double from, ref double to)
    {
        if (Math.Abs(factor) < 1e-9)
        {
            return minimum <= 0 && maximum >= 0;
        }

        var (first, second) = (minimum / factor, maximum / factor);
        (from, to) = (Math.Max(from, Math.Min(first, second)), Math.Min(to, Math.Max(first, second)));
        return true;
    }
}
