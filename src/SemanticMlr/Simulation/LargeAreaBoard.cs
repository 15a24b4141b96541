namespace SemanticMlr.Simulation;

/// <summary>Large areas and discs of copper with narrow channels between them, as the pictures of group 77000.</summary>
internal static class LargeAreaBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        switch (random.Weighted([3, 3, 3, 1]))
        {
            case 0:
                Discs(board, random);
                break;
            case 1:
                Channels(board, random);
                break;
            case 2:
                Pads(board, random);
                break;
            default:
                board.Rectangle(random.Between(320, 600), -10, Side, random.Between(350, 700));
                break;
        }

        BoardParts.Drills(board, random, random.Whole(2, 12), 9, 15);
    }

    private static void Discs(BoardCanvas board, SceneRandom random)
    {
        for (var count = random.Whole(1, 3); count > 0; count--)
        {
            var (x, y, radius) = (random.Between(-100, Side + 100), random.Between(-100, Side + 100), random.Between(240, 480));
            board.Disc(x, y, radius + random.Between(60, 110), copper: false);
            board.Disc(x, y, radius);
            if (random.Chance(0.5))
            {
                var (dx, dy) = Compass.Any(random);
                board.Disc(x + dx * radius * 0.6, y + dy * radius * 0.6, random.Between(50, 130), copper: false);
            }
        }

        Slit(board, random);
    }

    private static void Channels(BoardCanvas board, SceneRandom random)
    {
        board.Rectangle(0, 0, Side, Side);
        for (var count = random.Whole(1, 4); count > 0; count--)
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), -30, 2, random.Whole(0, 3), 120, 500);
            var turned = random.Chance(0.5);
            var points = path.Points.Select(point => turned ? (X: point.Y, Y: point.X) : point).ToArray();
            board.Path(points, random.Between(10, 100), copper: false);
        }
    }

    private static void Pads(BoardCanvas board, SceneRandom random)
    {
        var (width, height) = (random.Between(130, 320), random.Between(130, 320));
        var gap = random.Between(18, 34);
        var (left, top) = (random.Between(-width, 0), random.Between(-height, 0));
        var corner = random.Between(0, 40);
        for (var y = top; y < Side; y += height + gap)
        {
            for (var x = left; x < Side; x += width + gap)
            {
                if (random.Chance(0.85))
                {
                    board.Rounded(x, y, width, height, corner);
                }
            }
        }
    }

    private static void Slit(BoardCanvas board, SceneRandom random)
    {
        var (x, y) = (random.Between(100, 540), random.Between(100, 540));
        var (dx, dy) = Compass.Any(random);
        board.Line(x, y, x + dx * 700, y + dy * 700, random.Between(7, 16), copper: false);
    }
}
