namespace SemanticMlr.Simulation;

/// <summary>Copper cut by narrow slits that meander between straight strips, as the pictures of group 50600.</summary>
internal static class SlitBoard
{
    private const int Side = BoardCanvas.Side;
    private const double Slit = 5.5;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        var upright = random.Chance(0.4);
        board.Rectangle(0, 0, Side, Side);
        var y = random.Between(-60, 10);
        while (y < Side)
        {
            y = random.Chance(0.5) ? Meander(board, random, y, upright) : Stripes(board, random, y, upright);
        }

        if (random.Chance(0.2))
        {
            Cut(board, 0, random.Between(300, 560), Side, Side, upright);
        }
    }

    private static double Stripes(BoardCanvas board, SceneRandom random, double y, bool upright)
    {
        for (var count = random.Whole(2, 5); count > 0; count--)
        {
            var light = random.Pick<double>([11, 12, 13, 14, 14, 34]);
            Cut(board, -5, y, Side + 10, light, upright);
            y += light + random.Pick<double>([10, 10, 22, 24, 24, 25, 60, 110]);
        }

        return y;
    }

    private static double Meander(BoardCanvas board, SceneRandom random, double y, bool upright)
    {
        var (height, step) = (random.Between(50, 110), random.Between(80, 170));
        var x = random.Between(-step, 0);
        var low = y + height + random.Between(30, 60);
        var points = new List<(double X, double Y)>();
        for (var up = true; x < Side + step; x += step, up = !up)
        {
            points.Add((x, up ? low - height : low));
            points.Add((x + step, up ? low - height : low));
        }

        board.Path(upright ? points.ConvertAll(point => (point.Y, point.X)) : points, Slit, copper: false);
        var tail = points[random.Whole(1, points.Count - 2)];
        Cut(board, tail.X - Slit, y, 2 * Slit, tail.Y - y, upright);
        return low + random.Between(40, 80);
    }

    private static void Cut(BoardCanvas board, double x, double y, double width, double height, bool upright)
    {
        if (upright)
        {
            board.Rectangle(y, x, height, width, copper: false);
        }
        else
        {
            board.Rectangle(x, y, width, height, copper: false);
        }
    }
}
