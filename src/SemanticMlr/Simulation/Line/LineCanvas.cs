using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Draws smooth shapes in the coordinates of a <see cref="Placement"/>.</summary>
/// <param name="picture">CV_8UC3, not owned.</param>
internal sealed class LineCanvas(Mat picture)
{
    private const int Shift = 4; // bits of a pixel's fraction
    private const int Strips = 14;

    /// <summary>Fills a polygon.</summary>
    public void Fill(Placement at, ReadOnlySpan<(double U, double V)> corners, Scalar colour)
    {
        var points = new Point[corners.Length];
        for (var index = 0; index < corners.Length; index++)
        {
            points[index] = Fixed(at.At(corners[index].U, corners[index].V));
        }

        Cv2.FillPoly(picture, [points], colour, LineTypes.AntiAlias, Shift);
    }

    /// <summary>Fills the whole of a placement.</summary>
    public void Fill(Placement at, Scalar colour) => Fill(at, [(-1, 0), (1, 0), (1, 1), (-1, 1)], colour);

    /// <summary>A body that is round about its upright axis: brightest left of the middle, darker towards its sides.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="profile">Half widths (0..1) at heights, from the foot up.</param>
    /// <param name="colour">Its colour in full light.</param>
    public void Round(Placement at, ReadOnlySpan<(double V, double HalfWidth)> profile, Scalar colour)
    {
        var corners = new (double U, double V)[2 * profile.Length];
        for (var strip = 0; strip < Strips; strip++)
        {
            // Each strip reaches to the right edge and is painted over by the next, so that no seam shows.
            var u = -1 + 2.0 * strip / Strips;
            for (var index = 0; index < profile.Length; index++)
            {
                corners[index] = (u * profile[index].HalfWidth, profile[index].V);
                corners[^(index + 1)] = (profile[index].HalfWidth, profile[index].V);
            }

            var off = u + 1.0 / Strips + 0.3;
            Fill(at, corners, Shaded(colour, 1.05 - 0.33 * off * off));
        }
    }

    /// <summary>Fills an ellipse.</summary>
    /// <param name="at">Where the coordinates begin.</param>
    /// <param name="u">Middle.</param>
    /// <param name="v">Middle.</param>
    /// <param name="width">Whole width, as a share of the placement's.</param>
    /// <param name="height">Whole height, as a share of the placement's.</param>
    /// <param name="colour">The colour.</param>
    public void Ellipse(Placement at, double u, double v, double width, double height, Scalar colour)
    {
        var middle = at.At(u, v);
        var box = new RotatedRect(
            new Point2f((float)middle.X, (float)middle.Y), new Size2f((float)(width * at.Width), (float)(height * at.Height)), (float)(at.Turn * 180 / Math.PI));
        Cv2.Ellipse(picture, box, colour, -1, LineTypes.AntiAlias);
    }

    /// <summary>A line through points.</summary>
    public void Line(Placement at, ReadOnlySpan<(double U, double V)> through, Scalar colour, int thickness)
    {
        for (var index = 1; index < through.Length; index++)
        {
            Cv2.Line(
                picture, Fixed(at.At(through[index - 1].U, through[index - 1].V)), Fixed(at.At(through[index].U, through[index].V)), colour, thickness,
                LineTypes.AntiAlias, Shift);
        }
    }

    /// <summary>Draws something that lets what is behind it through.</summary>
    /// <param name="share">Share of what is drawn, 0..1.</param>
    /// <param name="draw">Draws on a copy.</param>
    public void Blend(double share, Action<LineCanvas> draw)
    {
        using var copy = picture.Clone();
        draw(new LineCanvas(copy));
        Cv2.AddWeighted(copy, share, picture, 1 - share, 0, picture);
    }

    /// <summary>A colour in another light; 1 leaves it.</summary>
    public static Scalar Shaded(Scalar colour, double light) => new(
        Math.Clamp(colour.Val0 * light, 0, 255), Math.Clamp(colour.Val1 * light, 0, 255), Math.Clamp(colour.Val2 * light, 0, 255));

    /// <summary>A colour between two.</summary>
    public static Scalar Mixed(Scalar one, Scalar other, double share) => new(
        one.Val0 + (other.Val0 - one.Val0) * share, one.Val1 + (other.Val1 - one.Val1) * share, one.Val2 + (other.Val2 - one.Val2) * share);

    private static Point Fixed(Point2d point) => new((int)Math.Round(point.X * (1 << Shift)), (int)Math.Round(point.Y * (1 << Shift)));
}
