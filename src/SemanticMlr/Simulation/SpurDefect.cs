namespace SemanticMlr.Simulation;

/// <summary>A small tongue of copper that sticks out of an edge and reaches no other conductor.</summary>
internal sealed class SpurDefect : IDefectKind
{
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
        var (length, lean) = (random.Between(5, random.Chance(0.15) ? 24 : 15), random.Between(-0.8, 0.8));
        var radius = random.Between(1.6, Math.Min(4.5, length / 2));
        var tip = (X: x + nx * length - ny * lean * length, Y: y + ny * length + nx * lean * length);
        shape.Begin(copper: true);
        shape.Crooked(random, (x - nx, y - ny), tip, length * 0.3, radius);
        if (random.Chance(0.3))
        {
            var (middleX, middleY) = ((x + tip.X) / 2, (y + tip.Y) / 2);
            shape.Line(middleX, middleY, middleX, middleY, radius * random.Between(1.2, 1.7));
        }

        shape.Fray(random, random.Between(0, 0.2));
        return shape.FitsInside(BoardSite.Margin) && OneConductor(site, shape, site.Conductors.ConductorAt(x, y));
    }

    /// <summary>The tongue must keep two pixels from every other conductor and must not close a loop at its tip.</summary>
    private static bool OneConductor(BoardSite site, DefectShape shape, int own)
    {
        foreach (var pixel in shape.Pixels)
        {
            var (x, y) = (pixel % BoardCanvas.Side, pixel / BoardCanvas.Side);
            foreach (var (dx, dy) in Compass.Eight)
            {
                var conductor = site.Conductors.ConductorAt(x + (int)Math.Round(dx * 2), y + (int)Math.Round(dy * 2));
                if (conductor >= 0 && conductor != own)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
