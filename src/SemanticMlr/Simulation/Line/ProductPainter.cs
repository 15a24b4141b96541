using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Draws products.</summary>
internal static class ProductPainter
{
    private static readonly Scalar Glass = new(205, 212, 200);
    private static readonly Scalar Metal = new(190, 190, 190);
    private static readonly Scalar Inside = new(30, 35, 35);

    /// <summary>Draws a product and says where its faults are.</summary>
    public static IReadOnlyList<FaultMark> Draw(LineCanvas canvas, Placement at, Product product, SceneRandom random)
    {
        var marks = new List<FaultMark>();
        var body = LineCanvas.Shaded(product.Body.Bgr, random.Between(0.9, 1.08));
        if (product.Has(FaultKind.Leak))
        {
            marks.Add(FaultPainter.Leak(canvas, at, product.Kind == ProductKind.Bottle ? body : null, random)); // behind the product, but for its drops
        }

        var visible = product.Kind switch
        {
            ProductKind.Bottle => Bottle(canvas, at, product, body, marks, random),
            ProductKind.Can => Can(canvas, at, product, body, marks, random),
            ProductKind.Carton => Carton(canvas, at, product, body, marks, random),
            _ => Tray(canvas, at, product, body, marks, random),
        };
        if (product.Has(FaultKind.Dent))
        {
            marks.Add(FaultPainter.Dent(canvas, visible, body, random));
        }

        if (product.Has(FaultKind.Scratch))
        {
            marks.Add(FaultPainter.Scratch(canvas, visible, body, random));
        }

        if (product.Has(FaultKind.Crack))
        {
            marks.Add(FaultPainter.Crack(canvas, visible, random));
        }

        return marks;
    }

    /// <returns>Where general faults lie.</returns>
    private static Placement Bottle(LineCanvas canvas, Placement at, Product product, Scalar body, List<FaultMark> marks, SceneRandom random)
    {
        var isLow = product.Has(FaultKind.LowFill);
        var level = isLow ? random.Between(0.24, 0.34) : random.Between(0.68, 0.76);
        canvas.Round(at, [(0, 0.9), (0.02, 1), (0.58, 1), (0.74, 0.42), (0.9, 0.36)], Glass);
        if (isLow)
        {
            canvas.Round(at, [(0.01, 0.86), (0.03, 0.94), (level, 0.94)], body);
            marks.Add(new FaultMark(FaultKind.LowFill, at.Part(0, 0.38, 1, 0.76).Box));
        }
        else
        {
            canvas.Round(at, [(0.01, 0.86), (0.03, 0.94), (0.58, 0.94), (level, 0.94 - 3.4 * (level - 0.58))], body);
        }

        if (product.Cap is { } cap)
        {
            canvas.Round(at, [(0.86, 0.46), (0.99, 0.46), (1, 0.4)], cap.Bgr);
        }
        else
        {
            canvas.Ellipse(at, 0, 0.9, 0.36, 0.035, Inside);
            marks.Add(new FaultMark(FaultKind.CapMissing, at.Part(0, 0.9, 0.6, 0.2).Box));
        }

        ProductLabelPainter.Draw(canvas, at.Part(0, 0.3, 1, 0.3), product, isRound: true, marks, random);
        return at.Part(0, 0.34, 0.9, 0.6);
    }

    private static Placement Can(LineCanvas canvas, Placement at, Product product, Scalar body, List<FaultMark> marks, SceneRandom random)
    {
        canvas.Round(at, [(0, 0.88), (0.05, 1), (0.92, 1), (0.97, 0.92)], body);
        canvas.Ellipse(at, 0, 0.965, 0.92, 0.09, Metal);
        canvas.Ellipse(at, 0, 0.965, 0.78, 0.065, LineCanvas.Shaded(Metal, 0.75));
        ProductLabelPainter.Draw(canvas, at.Part(0, 0.48, 1, 0.46), product, isRound: true, marks, random);
        return at.Part(0, 0.48, 0.9, 0.85);
    }

    private static Placement Carton(LineCanvas canvas, Placement at, Product product, Scalar body, List<FaultMark> marks, SceneRandom random)
    {
        canvas.Fill(at, [(-1, 0), (0.5, 0), (0.5, 0.86), (-1, 0.86)], body);
        canvas.Fill(at, [(0.5, 0), (1, 0.1), (1, 0.95), (0.5, 0.86)], LineCanvas.Shaded(body, 0.6));
        canvas.Fill(at, [(-1, 0.86), (0.5, 0.86), (1, 0.95), (-0.5, 0.95)], LineCanvas.Mixed(body, new Scalar(255, 255, 255), 0.3));
        canvas.Line(at, [(-0.75, 0.905), (0.75, 0.905)], LineCanvas.Shaded(body, 0.7), 1);
        var front = at.Part(-0.25, 0.43, 0.75, 0.86);
        ProductLabelPainter.Draw(canvas, front.Part(0, 0.52, 0.78, 0.5), product, isRound: false, marks, random);
        return front;
    }

    private static Placement Tray(LineCanvas canvas, Placement at, Product product, Scalar body, List<FaultMark> marks, SceneRandom random)
    {
        canvas.Fill(at, [(-0.9, 0), (0.9, 0), (1, 0.4), (1, 1), (-1, 1), (-1, 0.4)], LineCanvas.Shaded(body, 0.75));
        canvas.Fill(at, [(-1, 0.3), (1, 0.3), (0.92, 1), (-0.92, 1)], body);
        var inside = at.Part(0, 0.66, 0.84, 0.5);
        canvas.Fill(inside, [(-1, 0), (1, 0), (0.93, 1), (-0.93, 1)], LineCanvas.Shaded(body, 0.45));
        Scalar content = new(170, 205, 225);
        for (var piece = 0; piece < 8; piece++)
        {
            var (u, v) = (-0.72 + 0.48 * (piece % 4), 0.28 + 0.44 * (piece / 4));
            canvas.Ellipse(inside, u, v, 0.2, 0.36, LineCanvas.Shaded(content, random.Between(0.8, 1.05)));
        }

        if (product.Has(FaultKind.ForeignObject))
        {
            marks.Add(FaultPainter.ForeignObject(canvas, inside, random));
        }

        return at.Part(0, 0.3, 0.95, 0.6);
    }
}
