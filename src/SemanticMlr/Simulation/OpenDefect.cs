namespace SemanticMlr.Simulation;

/// <summary>A trace that is cut: by a clean gap where it is narrow, by a slanted scratch otherwise.</summary>
internal sealed class OpenDefect : IDefectKind
{
    private const int WidestTrace = 75;
    private const double NarrowTrace = 16;

    public int? MorePieces => null;

    public bool? EndsJoined => false;

    public bool TryShape(BoardSite site, DefectShape shape)
    {
        var random = site.Random;
        if (site.Pixel(copper: true) is not { } pixel
            || site.Narrowest(pixel, WidestTrace) is not { Length: >= 5 } across
            || (across.Length > 30 && random.Chance(0.5)))
        {
            return false;
        }

        var (dx, dy) = Compass.Eight[across.Axis];
        var (tx, ty) = Compass.Eight[(across.Axis + 2) % 8];
        var centre = (X: (across.From.X + across.To.X) / 2.0, Y: (across.From.Y + across.To.Y) / 2.0);
        var half = across.Length / 2 + 2;
        shape.Begin(copper: false);
        if (across.Length <= NarrowTrace && random.Chance(0.6))
        {
            var gap = random.Between(2, random.Chance(0.3) ? 14 : 7);
            for (var offset = -gap; offset <= gap; offset++)
            {
                var (x, y) = (centre.X + tx * offset, centre.Y + ty * offset);
                shape.Line(x - dx * half, y - dy * half, x + dx * half, y + dy * half, 0.8);
            }
        }
        else
        {
            Scratch(random, shape, centre, (dx * half, dy * half), (tx, ty), across.Length);
        }

        return shape.FitsInside(BoardSite.Margin) && OneTrace(site, shape, pixel) && FindEnds(site, shape, centre, (tx, ty));
    }

    private static void Scratch(
        SceneRandom random, DefectShape shape, (double X, double Y) centre, (double X, double Y) across, (double X, double Y) along, double width)
    {
        for (var line = random.Weighted([0.6, 0.3, 0.1]); line >= 0; line--)
        {
            var slant = random.Between(-0.5, 0.5) * Math.Min(width, 40);
            var from = (centre.X - across.X - along.X * slant, centre.Y - across.Y - along.Y * slant);
            var to = (centre.X + across.X + along.X * slant, centre.Y + across.Y + along.Y * slant);
            shape.Crooked(random, from, to, width * 0.25, random.Between(1.6, 3));
        }

        shape.Fray(random, random.Between(0, 0.4));
    }

    /// <summary>A scratch that cuts a second conductor would be two defects.</summary>
    private static bool OneTrace(BoardSite site, DefectShape shape, (int X, int Y) pixel)
    {
        var conductor = site.Conductors.ConductorAt(pixel.X, pixel.Y);
        foreach (var covered in shape.Pixels)
        {
            var (x, y) = (covered % BoardCanvas.Side, covered / BoardCanvas.Side);
            if (site.Board.IsCopper(x, y) && site.Conductors.ConductorAt(x, y) != conductor)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Both sides of the cut, on the axis of the trace, must be copper for some pixels.</summary>
    private static bool FindEnds(BoardSite site, DefectShape shape, (double X, double Y) centre, (double X, double Y) along)
    {
        var ends = new (int X, int Y)[2];
        for (var side = 0; side < 2; side++)
        {
            var sign = side == 0 ? -1 : 1;
            var last = 0.0;
            foreach (var covered in shape.Pixels)
            {
                var projection = (covered % BoardCanvas.Side - centre.X) * along.X + (covered / BoardCanvas.Side - centre.Y) * along.Y;
                last = Math.Max(last, sign * projection);
            }

            for (var step = 2; step <= 10; step++)
            {
                ends[side] = ((int)Math.Round(centre.X + sign * along.X * (last + step)), (int)Math.Round(centre.Y + sign * along.Y * (last + step)));
                if (!site.Board.IsCopper(ends[side].X, ends[side].Y))
                {
                    return false;
                }

                if (step == 3)
                {
                    shape.Ends = side == 0 ? (ends[0], ends[0]) : (shape.Ends.From, ends[1]);
                }
            }
        }

        return true;
    }
}
