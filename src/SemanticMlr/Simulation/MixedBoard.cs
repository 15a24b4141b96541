namespace SemanticMlr.Simulation;

/// <summary>Wide traces with drilled pads beside fine traces and square pads, as the pictures of group 00041.</summary>
internal static class MixedBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        var wide = random.Pick<double>([30, 32, 33, 34, 36, 38, 46, 52]);
        for (var block = random.Whole(0, 3); block > 0; block--)
        {
            Block(board, random);
        }

        for (var bus = random.Whole(0, 2); bus > 0; bus--)
        {
            var across = random.Between(40, Side - 200);
            var path = random.Chance(0.5)
                ? BoardPath.Wander(random, -10, across, 0, random.Whole(0, 4), 80, 320)
                : BoardPath.Wander(random, across, -10, 2, random.Whole(0, 4), 80, 320);
            BoardParts.Bundle(board, random, path, random.Whole(1, 4), wide, random.Between(9, 26), 0);
        }

        for (var count = random.Whole(4, 10); count > 0; count--)
        {
            WideTrace(board, random, wide);
        }

        var pad = random.Between(30, 44);
        for (var block = random.Whole(1, 4); block > 0; block--)
        {
            BoardParts.PadBlock(board, random, pad, pad * random.Between(0.7, 1), random.Between(20, 60), random.Whole(1, 4), random.Whole(1, 3), round: false);
        }

        for (var bundle = random.Whole(1, 3); bundle > 0; bundle--)
        {
            var direction = random.Whole(0, 7);
            var (dx, dy) = Compass.Eight[direction];
            var path = BoardPath.Wander(random, Side / 2.0 - dx * 300 + random.Between(-200, 200), Side / 2.0 - dy * 300 + random.Between(-200, 200), direction, 3, 60, 260);
            BoardParts.Bundle(board, random, path, random.Whole(2, 8), random.Pick<double>([7, 8, 8, 9, 9, 10, 14]), random.Between(7, 18), random.Between(12, 20));
        }

        for (var single = random.Whole(2, 6); single > 0; single--)
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), 2 * random.Whole(0, 3), random.Whole(0, 2), 40, 150);
            BoardParts.Trace(board, path.Points, random.Pick<double>([8, 9, 10, 14, 20]), 9, random.Between(12, 22));
        }
    }

    private static void WideTrace(BoardCanvas board, SceneRandom random, double width)
    {
        var path = BoardPath.Wander(random, random.Between(-40, Side + 40), random.Between(-40, Side + 40), random.Whole(0, 7), random.Whole(1, 4), 60, 230);
        if (!BoardParts.Trace(board, path.Points, width, 10, 0))
        {
            return;
        }

        var (x, y) = path.Points[0];
        var radius = Math.Max(width * 0.62, random.Between(26, 38));
        board.Disc(x, y, radius);
        board.Disc(x, y, random.Between(10, 16), copper: false);
    }

    private static void Block(BoardCanvas board, SceneRandom random)
    {
        var (width, height) = (random.Between(80, 280), random.Between(80, 280));
        var (x, y) = (random.Between(0, Side - width), random.Between(0, Side - height));
        if (board.IsFree(x + width / 2, y + height / 2, Math.Max(width, height) * 0.6))
        {
            BoardParts.Area(board, x, y, width, height, random.Between(0, 24));
            board.Disc(x + width * 0.5, y + height * 0.3, 12, copper: false);
        }
    }
}
