namespace SemanticMlr.Simulation;

/// <summary>The way of a trace: a line of points that bends by 45 degrees, and lines beside it.</summary>
internal sealed class BoardPath
{
    private readonly List<(double X, double Y)> _points = [];
    private readonly List<int> _directions = [];

    /// <summary>The points, from the start.</summary>
    public IReadOnlyList<(double X, double Y)> Points => _points;

    /// <summary>Begins at a point.</summary>
    public static BoardPath From(double x, double y)
    {
        var path = new BoardPath();
        path._points.Add((x, y));
        return path;
    }

    /// <summary>Goes on in one of the eight directions.</summary>
    public BoardPath Go(int direction, double length)
    {
        direction &= 7;
        var (x, y) = _points[^1];
        var (dx, dy) = Compass.Eight[direction];
        _points.Add((x + dx * length, y + dy * length));
        _directions.Add(direction);
        return this;
    }

    /// <summary>A way from a point in a direction that bends a few times by 45 degrees and mostly keeps its main direction.</summary>
    public static BoardPath Wander(SceneRandom random, double x, double y, int direction, int bends, double shortest, double longest)
    {
        var path = From(x, y);
        var turned = 0;
        for (var bend = 0; bend <= bends; bend++)
        {
            path.Go(direction + turned, random.Between(shortest, longest));
            turned = turned == 0 ? random.Chance(0.5) ? 1 : -1 : random.Chance(0.75) ? 0 : turned * 2;
        }

        return path;
    }

    /// <summary>The line at a distance to the right of this one (to the left where negative), with mitred bends.</summary>
    public IReadOnlyList<(double X, double Y)> Beside(double distance)
    {
        var points = new (double X, double Y)[_points.Count];
        for (var index = 0; index < points.Length; index++)
        {
            var before = Normal(Math.Max(0, index - 1));
            var after = Normal(Math.Min(_directions.Count - 1, index));
            var factor = distance / (1 + before.X * after.X + before.Y * after.Y);
            points[index] = (_points[index].X + factor * (before.X + after.X), _points[index].Y + factor * (before.Y + after.Y));
        }

        return points;
    }

    private (double X, double Y) Normal(int segment)
    {
        var (x, y) = Compass.Eight[_directions[segment]];
        return (-y, x);
    }
}
