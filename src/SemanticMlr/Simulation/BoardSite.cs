namespace SemanticMlr.Simulation;

/// <summary>A board with what a defect needs to know to find its place: conductors, distances, edges.</summary>
/// <param name="board">The board; defects that were drawn before are on it.</param>
/// <param name="conductors">The conductors before any defect.</param>
/// <param name="random">Chance.</param>
internal sealed class BoardSite(BoardCanvas board, ConductorMap conductors, SceneRandom random)
{
    /// <summary>Defects keep this distance from the border of the picture, in pixels.</summary>
    public const int Margin = 5;

    private const int Side = BoardCanvas.Side;

    public BoardCanvas Board => board;

    public ConductorMap Conductors => conductors;

    public SceneRandom Random => random;

    /// <summary>A random pixel of copper or of bare board, or null where chance found none.</summary>
    public (int X, int Y)? Pixel(bool copper)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var (x, y) = (random.Whole(Margin, Side - Margin - 1), random.Whole(Margin, Side - Margin - 1));
            if (board.IsCopper(x, y) == copper)
            {
                return (x, y);
            }
        }

        return null;
    }

    /// <summary>Steps from a pixel until the material changes; null where that is not within the limit or outside the picture.</summary>
    public int? Steps((int X, int Y) pixel, (int X, int Y) step, int limit)
    {
        var copper = board.IsCopper(pixel.X, pixel.Y);
        for (var count = 1; count <= limit; count++)
        {
            var (x, y) = (pixel.X + count * step.X, pixel.Y + count * step.Y);
            if (!BoardCanvas.Inside(x, y))
            {
                return null;
            }

            if (board.IsCopper(x, y) != copper)
            {
                return count;
            }
        }

        return null;
    }

    /// <summary>The narrowest of the four ways across the material at a pixel.</summary>
    /// <returns>The axis, the last pixels of the material at both ends and the length in pixels; null where no way ends within the limit.</returns>
    public (int Axis, (int X, int Y) From, (int X, int Y) To, double Length)? Narrowest((int X, int Y) pixel, int limit)
    {
        (int, (int, int), (int, int), double Length)? best = null;
        for (var axis = 0; axis < Compass.Axes.Length; axis++)
        {
            var (dx, dy) = Compass.Axes[axis];
            if (Steps(pixel, (dx, dy), limit) is not { } ahead || Steps(pixel, (-dx, -dy), limit) is not { } behind)
            {
                continue;
            }

            var length = (ahead + behind - 1) * (axis % 2 == 0 ? 1 : 1.41421356);
            if (length <= limit && (best is null || length < best.Value.Length))
            {
                best = (axis, (pixel.X - (behind - 1) * dx, pixel.Y - (behind - 1) * dy), (pixel.X + (ahead - 1) * dx, pixel.Y + (ahead - 1) * dy), length);
            }
        }

        return best;
    }

    /// <summary>A random place on the edge of copper.</summary>
    /// <returns>The last pixel of copper, and the direction out of the copper; null where chance found none.</returns>
    public ((int X, int Y) Pixel, (double X, double Y) Outwards)? Edge()
    {
        if (Pixel(random.Chance(0.5)) is not { } pixel)
        {
            return null;
        }

        var axis = random.Pick<(int X, int Y)>(Compass.Axes);
        var step = random.Chance(0.5) ? axis : (X: -axis.X, Y: -axis.Y);
        if (Steps(pixel, step, 90) is not { } steps)
        {
            return null;
        }

        var last = board.IsCopper(pixel.X, pixel.Y) ? steps - 1 : steps;
        var edge = (X: pixel.X + last * step.X, Y: pixel.Y + last * step.Y);
        return Outwards(edge) is { } outwards ? (edge, outwards) : null;
    }

    /// <summary>Whether everything within a distance of the shape is of one material.</summary>
    public bool Surrounds(DefectShape shape, bool copper, int distance)
    {
        var bounds = shape.Bounds;
        for (var y = bounds.Y - distance; y < bounds.Bottom + distance; y++)
        {
            for (var x = bounds.X - distance; x < bounds.Right + distance; x++)
            {
                if (!BoardCanvas.Inside(x, y) || board.IsCopper(x, y) != copper && Near(shape, x, y, distance))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Near(DefectShape shape, int x, int y, int distance)
    {
        for (var dy = -distance; dy <= distance; dy++)
        {
            for (var dx = -distance; dx <= distance; dx++)
            {
                if (shape.Covers(x + dx, y + dy))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Away from the centre of the copper in a window of 9 x 9 pixels.</summary>
    private (double X, double Y)? Outwards((int X, int Y) pixel)
    {
        var (sumX, sumY) = (0, 0);
        for (var dy = -4; dy <= 4; dy++)
        {
            for (var dx = -4; dx <= 4; dx++)
            {
                var sign = board.IsCopper(pixel.X + dx, pixel.Y + dy) ? -1 : 1;
                (sumX, sumY) = (sumX + sign * dx, sumY + sign * dy);
            }
        }

        var length = Math.Sqrt(sumX * sumX + sumY * sumY);
        return length < 20 ? null : (sumX / length, sumY / length);
    }
}
