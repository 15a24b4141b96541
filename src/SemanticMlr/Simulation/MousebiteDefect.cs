namespace SemanticMlr.Simulation;

/// <summary>A bite out of the edge of copper that leaves the conductor whole.</summary>
internal sealed class MousebiteDefect : IDefectKind
{
    private const double DeepestShare = 0.62;

    public int? MorePieces => 0;

    public bool? EndsJoined => null;

    public bool TryShape(BoardSite site, DefectShape shape)
    {
        var random = site.Random;
        if (site.Edge() is not { } edge)
        {
            return false;
        }

        var (x, y) = edge.Pixel;
        var (nx, ny) = edge.Outwards;
        var depth = Math.Min(random.Between(4, random.Chance(0.25) ? 26 : 14), Thickness(site, edge.Pixel, edge.Outwards) * DeepestShare);
        if (depth < 3.5)
        {
            return false;
        }

        shape.Begin(copper: false);
        var (lean, radius) = (random.Between(-0.6, 0.6) * depth, Math.Min(depth / 2, random.Between(1.6, 4.5)));
        var inner = (X: x - nx * (depth - radius) - ny * lean, Y: y - ny * (depth - radius) + nx * lean);
        shape.Crooked(random, (x + nx * 2, y + ny * 2), inner, depth * 0.2, radius);
        if (random.Chance(0.4))
        {
            var (middleX, middleY) = ((x + inner.X) / 2, (y + inner.Y) / 2);
            var width = Math.Min(depth, random.Between(3, 9));
            shape.Line(middleX - ny * width, middleY + nx * width, middleX + ny * width, middleY - nx * width, radius);
        }

        shape.Fray(random, random.Between(0, 0.3));
        if (depth > 9 && random.Chance(0.3))
        {
            shape.Perforate(random, random.Between(0.05, 0.25));
        }

        return shape.FitsInside(BoardSite.Margin);
    }

    /// <summary>How far the copper reaches inwards from its edge, in pixels; at most 60.</summary>
    private static double Thickness(BoardSite site, (int X, int Y) edge, (double X, double Y) outwards)
    {
        var depth = 0;
        while (depth < 60 && site.Board.IsCopper((int)Math.Round(edge.X - outwards.X * depth), (int)Math.Round(edge.Y - outwards.Y * depth)))
        {
            depth++;
        }

        return depth;
    }
}
