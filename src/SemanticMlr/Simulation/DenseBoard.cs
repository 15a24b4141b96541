namespace SemanticMlr.Simulation;

/// <summary>Tight bundles of middling traces, drilled pads and filled areas, as the pictures of group 13000.</summary>
internal static class DenseBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        var width = random.Pick<double>([10, 11, 13, 16, 20, 24, 28]);
        var gap = random.Chance(0.6) ? random.Between(5, 10) : random.Between(10, 20);
        var areasFirst = random.Chance(0.65);
        if (areasFirst)
        {
            Areas(board, random, 0);
        }

        for (var pad = random.Whole(3, 12); pad > 0; pad--)
        {
            var radius = random.Between(26, 40);
            BoardParts.DrilledPad(board, random.Between(0, Side), random.Between(0, Side), radius, radius * random.Between(0.35, 0.5), 12);
        }

        for (var block = random.Whole(0, 3); block > 0; block--)
        {
            BoardParts.PadBlock(board, random, random.Between(26, 40), random.Between(26, 60), random.Between(12, 34), random.Whole(1, 3), random.Whole(1, 3), round: false);
        }

        for (var bundle = random.Whole(4, 9); bundle > 0; bundle--)
        {
            var direction = random.Whole(0, 7);
            var (dx, dy) = Compass.Eight[direction];
            var path = BoardPath.Wander(random, Side / 2.0 - dx * 360 + random.Between(-300, 300), Side / 2.0 - dy * 360 + random.Between(-300, 300), direction, 5, 60, 240);
            BoardParts.Bundle(board, random, path, random.Whole(4, 12), width, gap, random.Chance(0.5) ? 0 : width * 0.9);
        }

        if (!areasFirst)
        {
            Areas(board, random, gap);
        }

        for (var single = random.Whole(5, 16); single > 0; single--)
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), random.Whole(0, 7), random.Whole(0, 2), 30, 120);
            BoardParts.Trace(board, path.Points, random.Chance(0.5) ? random.Between(30, 60) : width, gap * 0.7, random.Chance(0.5) ? width : 0);
        }
    }

    /// <summary>Filled areas; with a clearance only where there is room.</summary>
    private static void Areas(BoardCanvas board, SceneRandom random, double clearance)
    {
        for (var count = clearance > 0 ? 14 : random.Whole(2, 5); count > 0; count--)
        {
            var largest = clearance > 0 ? 220 : 460;
            var (width, height) = (random.Between(60, largest), random.Between(60, largest));
            var (left, top) = (random.Between(-80, Side - 60), random.Between(-80, Side - 60));
            if (clearance <= 0 || board.IsFree(left + width / 2, top + height / 2, Math.Max(width, height) * 0.6 + clearance))
            {
                BoardParts.Area(board, left, top, width, height, random.Between(0, Math.Min(width, height) * 0.3));
            }
        }

        if (clearance <= 0 && random.Chance(0.7))
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), random.Whole(0, 7), 4, 100, 300);
            board.Path(path.Points, random.Between(9, 40), copper: false);
        }

        BoardParts.Drills(board, random, random.Whole(2, 14), 10, 15);
    }
}
