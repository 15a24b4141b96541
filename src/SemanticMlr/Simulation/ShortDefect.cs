namespace SemanticMlr.Simulation;

/// <summary>A bridge of copper between two conductors.</summary>
internal sealed class ShortDefect : IDefectKind
{
    private const int WidestGap = 70;

    public int? MorePieces => null;

    public bool? EndsJoined => true;

    public bool TryShape(BoardSite site, DefectShape shape)
    {
        var random = site.Random;
        if (site.Pixel(copper: false) is not { } pixel
            || site.Narrowest(pixel, WidestGap) is not { Length: >= 4 } gap
            || random.Chance(gap.Length / 90))
        {
            return false;
        }

        var (dx, dy) = Compass.Axes[gap.Axis];
        var (from, to) = ((X: gap.From.X - 2 * dx, Y: gap.From.Y - 2 * dy), (X: gap.To.X + 2 * dx, Y: gap.To.Y + 2 * dy));
        var (first, second) = (site.Conductors.ConductorAt(from.X, from.Y), site.Conductors.ConductorAt(to.X, to.Y));
        if (first < 0 || second < 0 || first == second)
        {
            return false;
        }

        shape.Begin(copper: true);
        var radius = random.Between(1.4, 4.2);
        shape.Crooked(random, (from.X + dx, from.Y + dy), (to.X - dx, to.Y - dy), random.Chance(0.5) ? 0 : gap.Length * 0.25, radius);
        if (random.Chance(0.3))
        {
            var (x, y) = ((from.X + to.X) / 2.0, (from.Y + to.Y) / 2.0);
            shape.Line(x, y, x, y, radius * random.Between(1.2, 1.8));
        }

        shape.Fray(random, random.Between(0, 0.15));
        shape.Ends = (from, to);
        return shape.FitsInside(BoardSite.Margin) && !TouchesThird(site, shape, first, second);
    }

    private static bool TouchesThird(BoardSite site, DefectShape shape, int first, int second)
    {
        foreach (var pixel in shape.Pixels)
        {
            var conductor = site.Conductors.ConductorAt(pixel % BoardCanvas.Side, pixel / BoardCanvas.Side);
            if (conductor >= 0 && conductor != first && conductor != second)
            {
                return true;
            }
        }

        return false;
    }
}
