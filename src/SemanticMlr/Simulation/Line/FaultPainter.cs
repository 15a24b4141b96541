using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Draws the faults that look much the same on every product.</summary>
internal static class FaultPainter
{
    private static readonly Scalar Dark = new(25, 25, 28);
    private static readonly Scalar Light = new(235, 235, 235);
    private static readonly Scalar Water = new(120, 100, 70);

    /// <summary>A hollow with a shadow on one side and a gleam on the other.</summary>
    public static FaultMark Dent(LineCanvas canvas, Placement body, Scalar colour, SceneRandom random)
    {
        var at = Square(body, random.Between(-0.45, 0.45), random.Between(0.2, 0.8), random.Between(0.34, 0.46));
        canvas.Ellipse(at, 0, 0.5, 1, 0.8, LineCanvas.Mixed(colour, Dark, 0.6));
        canvas.Ellipse(at, 0.16, 0.42, 0.74, 0.56, LineCanvas.Mixed(colour, Light, 0.55));
        canvas.Ellipse(at, 0.02, 0.5, 0.64, 0.46, LineCanvas.Mixed(colour, Dark, 0.3));
        return new FaultMark(FaultKind.Dent, at.Box);
    }

    /// <summary>Some fine lines beside each other.</summary>
    public static FaultMark Scratch(LineCanvas canvas, Placement body, Scalar colour, SceneRandom random)
    {
        var at = Square(body, random.Between(-0.3, 0.3), random.Between(0.25, 0.75), random.Between(0.45, 0.65), random.Between(-0.5, 0.5));
        var isBright = colour.Val0 + colour.Val1 + colour.Val2 > 550;
        for (var line = random.Whole(2, 4); line > 0; line--)
        {
            var (from, slant) = (random.Between(-0.8, 0.2), random.Between(0.4, 0.9));
            canvas.Line(
                at, [(from, random.Between(0, 0.3)), (from + slant, random.Between(0.7, 1))],
                LineCanvas.Mixed(colour, isBright ? Dark : Light, random.Between(0.6, 0.9)), random.Whole(1, 2));
        }

        return new FaultMark(FaultKind.Scratch, at.Box);
    }

    /// <summary>A jagged line that branches.</summary>
    public static FaultMark Crack(LineCanvas canvas, Placement body, SceneRandom random)
    {
        var at = Square(body, random.Between(-0.35, 0.35), random.Between(0.3, 0.7), random.Between(0.5, 0.7), random.Between(-0.6, 0.6));
        Span<(double U, double V)> path = stackalloc (double, double)[6];
        for (var point = 0; point < path.Length; point++)
        {
            path[point] = (random.Between(-0.3, 0.3), (double)point / (path.Length - 1));
        }

        canvas.Line(at, path, Dark, 2);
        canvas.Line(at, [path[2], (path[2].U + random.Between(0.4, 0.8), path[2].V + random.Between(0, 0.3))], Dark, 2);
        canvas.Line(at, [path[3], (path[3].U - random.Between(0.4, 0.8), path[3].V + random.Between(0, 0.3))], Dark, 1);
        return new FaultMark(FaultKind.Crack, at.Box);
    }

    /// <summary>A puddle around the foot and a trace of drops that leads to it.</summary>
    /// <param name="canvas">Where it is drawn.</param>
    /// <param name="body">The product.</param>
    /// <param name="content">Colour of what runs out, or null for something watery.</param>
    /// <param name="random">Chance.</param>
    public static FaultMark Leak(LineCanvas canvas, Placement body, Scalar? content, SceneRandom random)
    {
        var (side, wide) = (random.Pick<double>([-1, 1]), random.Between(1.3, 1.7));
        var colour = LineCanvas.Shaded(content ?? Water, 0.85);
        var depth = 0.2 * body.Width / body.Height;
        canvas.Blend(0.8, under =>
        {
            under.Ellipse(body, 0.25 * side, 0, wide, 1.6 * depth, colour);
            under.Ellipse(body, 0.8 * side, -0.5 * depth, 0.7 * wide, depth, colour);
        });
        canvas.Ellipse(body, 0.5 * side, -0.15 * depth, 0.35, 0.35 * depth, LineCanvas.Mixed(colour, Light, 0.6));
        var (u, v) = (random.Between(-0.6, 0.6), random.Between(0.25, 0.4));
        canvas.Line(body, [(u, v), (u + 0.04, v / 2), (u, 0)], colour, 3);
        return new FaultMark(FaultKind.Leak, body.Part(0.2 * side, 0, wide, 2.4 * depth).Box);
    }

    /// <summary>A bolt that fell in.</summary>
    public static FaultMark ForeignObject(LineCanvas canvas, Placement inside, SceneRandom random)
    {
        var at = Square(inside, random.Between(-0.6, 0.6), random.Between(0.35, 0.65), random.Between(0.26, 0.34), random.Between(-1.5, 1.5));
        var colour = random.Pick<Scalar>([new(110, 110, 115), new(40, 70, 110), new(60, 60, 60)]);
        canvas.Fill(at.Part(0, 0.35, 0.35, 0.7), colour);
        canvas.Ellipse(at, 0, 0.8, 0.8, 0.42, LineCanvas.Shaded(colour, 0.75));
        canvas.Line(at, [(-0.1, 0.05), (-0.1, 0.7)], LineCanvas.Shaded(colour, 1.6), 1);
        return new FaultMark(FaultKind.ForeignObject, at.Box);
    }

    /// <summary>A part that is as high as wide on the picture.</summary>
    private static Placement Square(Placement body, double u, double v, double width, double turn = 0) =>
        body.Part(u, v, width, width * body.Width / body.Height, turn);
}
