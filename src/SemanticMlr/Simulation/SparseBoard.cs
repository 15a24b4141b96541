namespace SemanticMlr.Simulation;

/// <summary>A few wide areas that end in drilled pads, with much bare board, as the pictures of group 44000.</summary>
internal static class SparseBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        for (var area = random.Whole(0, 3); area > 0; area--)
        {
            var (width, height) = (random.Between(90, 260), random.Between(90, 260));
            var (left, top) = (random.Between(-60, Side - 100), random.Between(-60, Side - 100));
            if (board.IsFree(left + width / 2, top + height / 2, Math.Max(width, height) * 0.6))
            {
                BoardParts.Area(board, left, top, width, height, random.Between(0, 40));
            }
        }

        BoardParts.Drills(board, random, 8, 10, 15);
        for (var count = random.Whole(5, 12); count > 0; count--)
        {
            var width = random.Pick<double>([20, 24, 40, 60, 90, 120]);
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), random.Whole(0, 7), random.Whole(0, 2), 80, 260);
            if (!BoardParts.Trace(board, path.Points, width, 20, 0))
            {
                continue;
            }

            var (x, y) = path.Points[0];
            board.Disc(x, y, Math.Max(30, width * 0.7));
            board.Disc(x, y, random.Between(11, 17), copper: false);
        }

        for (var block = random.Whole(0, 2); block > 0; block--)
        {
            BoardParts.PadBlock(board, random, random.Between(40, 70), random.Between(40, 70), random.Between(40, 90), random.Whole(1, 3), random.Whole(1, 2), round: random.Chance(0.3));
        }

        for (var trace = random.Whole(3, 8); trace > 0; trace--)
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), random.Whole(0, 7), random.Whole(0, 3), 60, 240);
            BoardParts.Trace(board, path.Points, random.Pick<double>([13, 16, 20, 24, 28]), 22, random.Between(18, 26));
        }
    }
}
