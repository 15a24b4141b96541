using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Draws the label of a product, with what is wrong with it.</summary>
internal static class ProductLabelPainter
{
    private static readonly Scalar Paper = new(225, 228, 230);
    private static readonly Scalar Ink = new(45, 40, 40);

    /// <summary>Draws the label.</summary>
    /// <param name="canvas">Where it is drawn.</param>
    /// <param name="straight">Where it lies when it is straight.</param>
    /// <param name="product">Whose label it is.</param>
    /// <param name="isRound">Whether it goes round a body.</param>
    /// <param name="marks">Gets what is wrong with it.</param>
    /// <param name="random">Chance.</param>
    public static void Draw(LineCanvas canvas, Placement straight, Product product, bool isRound, List<FaultMark> marks, SceneRandom random)
    {
        var (side, isTorn) = (random.Pick<double>([-1, 1]), product.Has(FaultKind.LabelTorn));
        var at = product.Has(FaultKind.LabelTilted) ? straight.Part(0, 0.5, 0.94, 1, side * random.Between(0.2, 0.3)) : straight;
        var colour = product.Label!.Bgr;
        if (isTorn)
        {
            canvas.Fill(at, [(-side, 0), (side, 0), (side, 0.3), (0.55 * side, 0.24), (0.4 * side, 0.5), (0.12 * side, 0.44), (0, 0.8), (-0.25 * side, 1), (-side, 1)], colour);
        }
        else if (isRound)
        {
            canvas.Round(at, [(0, 1), (1, 1)], colour);
        }
        else
        {
            canvas.Fill(at, colour);
        }

        var printed = isTorn ? at.Part(-0.5 * side, 0.5, 0.5, 1) : at;
        DrawPattern(canvas, printed, product.Pattern, colour);
        DrawPrint(canvas, printed.Part(0, 0.5, isTorn ? 0.7 : 0.5, 0.46), product.Has(FaultKind.Misprint), random);
        if (isTorn)
        {
            canvas.Fill(at, [(0.4 * side, 0.5), (0.12 * side, 0.44), (0, 0.8), (0.3 * side, 0.95)], Paper);
        }

        foreach (var fault in product.Faults.Where(fault => fault is FaultKind.LabelTorn or FaultKind.LabelTilted or FaultKind.Misprint))
        {
            marks.Add(new FaultMark(fault, at.Box));
        }
    }

    private static void DrawPattern(LineCanvas canvas, Placement at, LabelPattern pattern, Scalar colour)
    {
        var other = LineCanvas.Mixed(colour, colour.Val0 + colour.Val1 + colour.Val2 > 450 ? Ink : Paper, 0.6);
        for (var row = 0; pattern == LabelPattern.Striped && row < 3; row++)
        {
            canvas.Fill(at.Part(0, 0.16 + 0.34 * row, 1, 0.14), other);
        }

        for (var dot = 0; pattern == LabelPattern.Dotted && dot < 15; dot++)
        {
            var size = 0.17 * at.Height;
            canvas.Ellipse(at, -0.8 + 0.4 * (dot % 5), 0.17 + 0.33 * (dot / 5), size / at.Width, size / at.Height, other);
        }
    }

    private static void DrawPrint(LineCanvas canvas, Placement plate, bool isWrong, SceneRandom random)
    {
        canvas.Fill(plate, Paper);
        if (!isWrong)
        {
            canvas.Fill(plate.Part(0, 0.74, 0.8, 0.2), Ink);
            canvas.Fill(plate.Part(-0.1, 0.42, 0.7, 0.1), Ink);
            canvas.Fill(plate.Part(0, 0.2, 0.8, 0.1), Ink);
            return;
        }

        Scalar[] inks = [new(200, 60, 220), new(210, 190, 40), Ink];
        var slant = random.Pick<double>([-1, 1]) * random.Between(0.4, 0.7);
        for (var ink = 0; ink < inks.Length; ink++)
        {
            var off = 0.3 * (ink - 1);
            canvas.Line(plate, [(-1 + off, 0.6 - slant + 0.1 * ink), (1 + off, 0.6 + slant)], inks[ink], 3);
            canvas.Line(plate, [(-0.8 + off, 0.2 - slant / 2), (0.9 + off, 0.2 + slant + 0.1 * ink)], inks[ink], 2);
        }
    }
}
