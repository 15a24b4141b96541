namespace SemanticMlr.Simulation;

/// <summary>Upright strips of copper side by side, some of them stepped or cut, as the pictures of group 92000.</summary>
internal static class StripBoard
{
    private const int Side = BoardCanvas.Side;

    public static void Draw(BoardCanvas board, SceneRandom random)
    {
        var (strip, gap) = (random.Between(44, 58), random.Between(42, 76));
        if (random.Chance(0.4))
        {
            (strip, gap) = (random.Between(86, 118), random.Between(38, 70));
        }

        var cut = random.Between(120, Side);
        var cutHeight = random.Between(50, 84);
        var x = random.Between(-90, 0);
        while (x < Side)
        {
            Strip(board, random, x, strip, gap, cut, cutHeight);
            x += strip + gap;
        }
    }

    private static void Strip(BoardCanvas board, SceneRandom random, double x, double width, double gap, double cut, double cutHeight)
    {
        var radius = random.Chance(0.5) ? random.Between(10, 24) : 0;
        switch (random.Weighted([3, 4, 3, 1]))
        {
            case 0:
                board.Rectangle(x, 0, width, Side);
                break;
            case 1:
                board.Rounded(x, -40, width, cut + 40, radius);
                board.Rounded(x, cut + cutHeight, width, Side, radius);
                break;
            case 2:
                Stepped(board, random, x, width, gap);
                break;
            default:
                board.Rounded(x, random.Between(30, 200), width, Side, radius);
                break;
        }

        if (radius > 0)
        {
            board.Disc(x + width / 2, cut - 2 * radius - random.Between(0, 30), random.Between(6, 12), copper: false);
        }
    }

    /// <summary>An upper and a lower part beside each other, joined by a slanted piece.</summary>
    private static void Stepped(BoardCanvas board, SceneRandom random, double x, double width, double gap)
    {
        var shift = Math.Min(gap - 28, width * 0.6);
        var (knee, cap) = (random.Between(60, 400), random.Between(70, 130));
        board.Rectangle(x, -10, width, knee + 10);
        board.Polygon([(x, knee), (x + width, knee - cap * 0.3), (x + width + shift, knee), (x + width + shift, knee + cap), (x + shift, knee + cap)]);
        board.Rectangle(x + shift, knee + cap - 1, width, random.Between(80, Side));
    }
}
