namespace SemanticMlr.Simulation;

/// <summary>What every board is made of: traces that keep their distance, bundles of them, drilled pads, vias.</summary>
internal static class BoardParts
{
    private const int Side = BoardCanvas.Side;

    /// <summary>Draws a trace as far as it keeps its distance from copper that is there; ends it with a via where it had to stop or where wanted.</summary>
    /// <returns>Whether anything was drawn.</returns>
    public static bool Trace(BoardCanvas board, IReadOnlyList<(double X, double Y)> points, double width, double clearance, double viaRadius)
    {
        var kept = new List<(double X, double Y)> { points[0] };
        var reach = Math.Max(width / 2, viaRadius) + clearance;
        var stopped = false;
        for (var index = 1; index < points.Count && !stopped; index++)
        {
            var (from, to) = (points[index - 1], points[index]);
            var length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
            var steps = Math.Max(1, (int)(length / 4));
            var good = from;
            for (var step = 0; step <= steps && !stopped; step++)
            {
                var point = (X: from.X + (to.X - from.X) * step / steps, Y: from.Y + (to.Y - from.Y) * step / steps);
                stopped = !board.IsFree(point.X, point.Y, reach);
                good = stopped ? good : point;
            }

            kept.Add(stopped ? Retreat(from, good, reach + 8) : good);
        }

        var (start, end) = (kept[0], kept[^1]);
        if (kept.Count == 2 && Math.Abs(start.X - end.X) + Math.Abs(start.Y - end.Y) < 3 * width)
        {
            return false;
        }

        board.Path(kept, width / 2);
        viaRadius = stopped ? Math.Max(viaRadius, Math.Min(width, width / 2 + clearance / 2)) : viaRadius;
        board.Disc(end.X, end.Y, Math.Max(viaRadius, width / 2));
        board.Disc(start.X, start.Y, Math.Max(viaRadius, width / 2));
        return true;
    }

    /// <summary>A trace that ended just before another one would look like a cut one.</summary>
    private static (double X, double Y) Retreat((double X, double Y) from, (double X, double Y) to, double distance)
    {
        var length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
        var share = length <= distance ? 0 : (length - distance) / length;
        return (from.X + (to.X - from.X) * share, from.Y + (to.Y - from.Y) * share);
    }

    /// <summary>Draws parallel traces beside a path.</summary>
    public static void Bundle(BoardCanvas board, SceneRandom random, BoardPath path, int count, double width, double gap, double viaRadius)
    {
        for (var index = 0; index < count; index++)
        {
            var via = random.Chance(0.5) ? viaRadius : 0;
            Trace(board, path.Beside(index * (width + gap)), width, gap * 0.6, via);
        }
    }

    /// <summary>A round pad with a drill hole, if its place is free.</summary>
    public static bool DrilledPad(BoardCanvas board, double x, double y, double radius, double hole, double clearance)
    {
        if (!board.IsFree(x, y, radius + clearance))
        {
            return false;
        }

        board.Disc(x, y, radius);
        board.Disc(x, y, hole, copper: false);
        return true;
    }

    /// <summary>Small round vias wherever there is room.</summary>
    public static void Vias(BoardCanvas board, SceneRandom random, int count, double smallest, double largest)
    {
        for (var index = 0; index < count; index++)
        {
            var (x, y, radius) = (random.Between(0, Side), random.Between(0, Side), random.Between(smallest, largest));
            if (board.IsFree(x, y, radius + 9))
            {
                board.Disc(x, y, radius);
            }
        }
    }

    /// <summary>A row or block of equal pads, square or round, wherever it is free.</summary>
    public static void PadBlock(BoardCanvas board, SceneRandom random, double width, double height, double gap, int columns, int rows, bool round)
    {
        var (left, top) = (random.Between(-40, Side - 60), random.Between(-40, Side - 60));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (x, y) = (left + column * (width + gap), top + row * (height + gap));
                if (board.IsFree(x + width / 2, y + height / 2, Math.Max(width, height) * 0.75 + 5))
                {
                    board.Rounded(x, y, width, height, round ? Math.Min(width, height) / 2 : 1);
                }
            }
        }
    }

    /// <summary>An area with cut corners.</summary>
    public static void Area(BoardCanvas board, double left, double top, double width, double height, double corner, bool copper = true) =>
        board.Polygon(
            [
                (left + corner, top), (left + width - corner, top), (left + width, top + corner), (left + width, top + height - corner),
                (left + width - corner, top + height), (left + corner, top + height), (left, top + height - corner), (left, top + corner),
            ],
            copper);

    /// <summary>Round holes inside copper.</summary>
    public static void Drills(BoardCanvas board, SceneRandom random, int count, double smallest, double largest)
    {
        for (var index = 0; index < count; index++)
        {
            var (x, y, radius) = (random.Between(0, Side), random.Between(0, Side), random.Between(smallest, largest));
            var inside = true;
            foreach (var (dx, dy) in Compass.Sixteen)
            {
                inside &= board.IsCopper((int)Math.Round(x + dx * radius * 1.8), (int)Math.Round(y + dy * radius * 1.8));
            }

            if (inside && board.IsCopper((int)x, (int)y))
            {
                board.Disc(x, y, radius, copper: false);
            }
        }
    }
}
