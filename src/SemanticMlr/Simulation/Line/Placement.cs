using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>Where a thing stands on the picture, and its own coordinates: u from -1 (left edge) to 1 (right edge), v from 0 (foot) to 1 (top).</summary>
/// <param name="X">Column of the middle of its foot, in pixels.</param>
/// <param name="Foot">Row of its foot, in pixels.</param>
/// <param name="Width">Width, in pixels.</param>
/// <param name="Height">Height, in pixels.</param>
/// <param name="Turn">Turn about the middle of its foot, in radians, clockwise.</param>
internal readonly record struct Placement(double X, double Foot, double Width, double Height, double Turn)
{
    /// <summary>The pixel of a point.</summary>
    public Point2d At(double u, double v)
    {
        var (across, up) = (u * Width / 2, v * Height);
        var (sine, cosine) = Math.SinCos(Turn);
        return new Point2d(X + across * cosine + up * sine, Foot + across * sine - up * cosine);
    }

    /// <summary>A part: its middle, its size as a share of this one's, its turn relative to this one.</summary>
    public Placement Part(double u, double v, double width, double height, double turn = 0)
    {
        var middle = At(u, v);
        var (sine, cosine) = Math.SinCos(Turn + turn);
        var half = height * Height / 2;
        return new Placement(middle.X - half * sine, middle.Y + half * cosine, width * Width, height * Height, Turn + turn);
    }

    /// <summary>The upright box around it, in pixels.</summary>
    public Rect2d Box
    {
        get
        {
            Point2d[] corners = [At(-1, 0), At(1, 0), At(1, 1), At(-1, 1)];
            var (left, top) = (corners.Min(corner => corner.X), corners.Min(corner => corner.Y));
            return new Rect2d(left, top, corners.Max(corner => corner.X) - left, corners.Max(corner => corner.Y) - top);
        }
    }
}
