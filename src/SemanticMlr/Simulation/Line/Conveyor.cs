using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Draws what is behind and below the products: a wall with machines out of focus, a belt, its rails.</summary>
internal static class Conveyor
{
    /// <summary>Row where the belt begins, as a share of the picture's height.</summary>
    public const double Horizon = 0.56;

    /// <summary>Paints over the whole picture.</summary>
    public static void Draw(Mat picture, SceneRandom random)
    {
        var (width, height) = (picture.Cols, picture.Rows);
        var wall = random.Between(95, 190);
        picture.SetTo(new Scalar(wall * random.Between(0.9, 1.05), wall, wall * random.Between(0.92, 1.08)));
        var canvas = new LineCanvas(picture);
        var whole = new Placement(width / 2.0, height, width, height, 0);
        for (var machine = random.Whole(2, 7); machine > 0; machine--)
        {
            var shade = wall * random.Between(0.55, 1.3);
            var colour = new Scalar(shade * random.Between(0.8, 1.2), shade, shade * random.Between(0.8, 1.2));
            canvas.Fill(whole.Part(random.Between(-1, 1), random.Between(0.5, 1), random.Between(0.05, 0.35), random.Between(0.05, 0.4)), colour);
        }

        using (var back = picture.SubMat(new Rect(0, 0, width, (int)(height * Horizon) + 1)))
        {
            Cv2.Blur(back, back, new Size(11, 11)); // out of focus
        }

        DrawBelt(canvas, whole, random);
    }

    private static void DrawBelt(LineCanvas canvas, Placement whole, SceneRandom random)
    {
        var shade = random.Between(45, 110);
        var belt = new Scalar(shade * random.Between(0.95, 1.2), shade, shade * random.Between(0.9, 1.05));
        canvas.Fill(whole.Part(0, (1 - Horizon) / 2, 1, 1 - Horizon), belt);
        var (gap, moved) = (random.Between(0.1, 0.2), random.Between(0, 0.2));
        for (var u = -2 + moved; u < 2; u += gap)
        {
            canvas.Line(whole, [(u, 0), (0.75 * u, 1 - Horizon)], LineCanvas.Shaded(belt, random.Between(0.82, 0.95)), 1);
        }

        var rail = random.Between(120, 200);
        canvas.Fill(whole.Part(0, 1 - Horizon, 1, 0.025), new Scalar(rail, rail, rail));
        canvas.Fill(whole.Part(0, 0.02, 1, 0.05), new Scalar(rail * 0.8, rail * 0.8, rail * 0.8));
    }
}
