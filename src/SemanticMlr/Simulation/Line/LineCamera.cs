using System.Runtime.InteropServices;
using OpenCvSharp;

namespace SemanticMlr.Simulation.Line;

/// <summary>What stands between the line and the picture: point of view, light, motion, noise.</summary>
internal sealed class LineCamera
{
    private const int NoiseSide = 512;
    private const int NoiseMean = 128;
    private readonly byte[] _noise = Noise();

    /// <summary>Turns a drawn picture into one that a camera might have taken.</summary>
    /// <param name="picture">CV_8UC3; changed in place.</param>
    /// <param name="random">Chance.</param>
    /// <returns>Where points of the drawing come to lie.</returns>
    public Func<Point2d, Point2d> Take(Mat picture, SceneRandom random)
    {
        var view = View(picture, random);
        Light(picture, random);
        var motion = random.Whole(0, 3);
        if (motion > 0)
        {
            Cv2.Blur(picture, picture, new Size(2 * motion + 1, 1));
        }

        AddNoise(picture, random.Between(0.02, 0.12), random);
        return view;
    }

    private static Func<Point2d, Point2d> View(Mat picture, SceneRandom random)
    {
        var (width, height) = ((float)picture.Cols, (float)picture.Rows);
        Point2f[] seen = [new(0, 0), new(width, 0), new(width, height), new(0, height)];
        Point2f[] drawn = [.. seen.Select(corner => new Point2f(
            corner.X + (float)random.Between(-0.05, 0.05) * width, corner.Y + (float)random.Between(-0.05, 0.05) * height))];
        using var toSeen = Cv2.GetPerspectiveTransform(drawn, seen);
        Cv2.WarpPerspective(picture, picture, toSeen, picture.Size(), InterpolationFlags.Linear, BorderTypes.Replicate);
        toSeen.GetArray(out double[] h);
        return point =>
        {
            var depth = h[6] * point.X + h[7] * point.Y + h[8];
            return new Point2d((h[0] * point.X + h[1] * point.Y + h[2]) / depth, (h[3] * point.X + h[4] * point.Y + h[5]) / depth);
        };
    }

    /// <summary>Light that is brighter on one side than on another, and not quite white.</summary>
    private static void Light(Mat picture, SceneRandom random)
    {
        var warm = random.Between(-0.06, 0.06);
        var corners = new Vec3b[4];
        for (var corner = 0; corner < corners.Length; corner++)
        {
            var light = random.Between(130, 235);
            corners[corner] = new Vec3b((byte)(light * (1 - warm)), (byte)light, (byte)(light * (1 + warm)));
        }

        using var coarse = Mat.FromPixelData(2, 2, MatType.CV_8UC3, corners);
        using var fine = new Mat();
        Cv2.Resize(coarse, fine, picture.Size(), 0, 0, InterpolationFlags.Linear);
        Cv2.Multiply(picture, fine, picture, 1.0 / 190);
    }

    private void AddNoise(Mat picture, double strength, SceneRandom random)
    {
        using var noise = Mat.FromPixelData(NoiseSide, NoiseSide, MatType.CV_8UC3, _noise);
        using var part = noise.SubMat(new Rect(random.Whole(0, NoiseSide - picture.Cols), random.Whole(0, NoiseSide - picture.Rows), picture.Cols, picture.Rows));
        Cv2.AddWeighted(picture, 1, part, strength, -NoiseMean * strength, picture);
    }

    /// <summary>Noise that is the same in every process: sums of four random bytes are nearly normal.</summary>
    private static byte[] Noise()
    {
        var random = new SceneRandom(0, 0);
        var noise = new byte[NoiseSide * NoiseSide * 3];
        foreach (ref var value in MemoryMarshal.Cast<byte, byte>(noise.AsSpan()))
        {
            var bits = random.Bits();
            value = (byte)(((bits & 0xFF) + (bits >> 8 & 0xFF) + (bits >> 16 & 0xFF) + (bits >> 24 & 0xFF)) / 4);
        }

        return noise;
    }
}
