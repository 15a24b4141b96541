namespace SemanticMlr.Simulation;

/// <summary>Fine traces in bundles with vias, rows of pads and much bare board, as the pictures of group 20085.</summary>
internal static class FineBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        var width = random.Pick<double>([7, 8, 9, 10, 10, 11, 11]);
        if (random.Chance(0.6))
        {
            Pads(board, random);
        }

        if (random.Chance(0.25))
        {
            Rings(board, random);
        }

        var bundles = random.Whole(1, 5);
        for (var bundle = 0; bundle < bundles; bundle++)
        {
            Bundle(board, random, width);
        }

        for (var single = random.Whole(1, 7); single > 0; single--)
        {
            var path = BoardPath.Wander(random, random.Between(0, Side), random.Between(0, Side), 2 * random.Whole(0, 3), random.Whole(0, 3), 40, 200);
            BoardParts.Trace(board, path.Points, random.Chance(0.3) ? 2 * width : width, 10, random.Between(6, 11));
        }

        BoardParts.Vias(board, random, random.Whole(0, 16), 5, 11);
    }

    private static void Bundle(BoardCanvas board, SceneRandom random, double width)
    {
        var direction = 2 * random.Whole(0, 3);
        var (dx, dy) = Compass.Eight[direction];
        var along = random.Chance(0.6) ? -10 : random.Between(20, Side / 2.0);
        var across = random.Between(0, Side * 0.8);
        var x = dx > 0.5 ? along : dx < -0.5 ? Side - along : across;
        var y = dy > 0.5 ? along : dy < -0.5 ? Side - along : across;
        var path = BoardPath.Wander(random, x, y, direction, random.Whole(0, 4), 70, 330);
        BoardParts.Bundle(board, random, path, random.Whole(2, 9), width, random.Chance(0.3) ? random.Between(9, 16) : random.Between(16, 60), random.Between(5, 10));
    }

    private static void Pads(BoardCanvas board, SceneRandom random)
    {
        var size = random.Between(20, 90);
        BoardParts.PadBlock(board, random, size, size * random.Between(0.7, 1.6), random.Between(14, 50), random.Whole(2, 6), random.Whole(1, 3), random.Chance(0.6));
    }

    private static void Rings(BoardCanvas board, SceneRandom random)
    {
        var (radius, step) = (random.Between(24, 42), random.Between(110, 150));
        var (left, top) = (random.Between(0, Side), random.Between(0, Side));
        for (var index = 0; index < random.Whole(2, 5); index++)
        {
            BoardParts.DrilledPad(board, left + (index % 2) * step, top + (index / 2) * step, radius, radius * random.Between(0.6, 0.8), 10);
        }
    }
}
