using OpenCvSharp;

namespace SemanticMlr.Cli.Bench;

/// <summary>Shrinks with a cubic kernel that is as wide as what a pixel covers: the reference that faster ways are compared with.</summary>
/// <remarks>Keys' kernel with a = -0.5 (Keys 1981, eq. 15), as most image libraries have it. In double; slow.</remarks>
internal static class AntialiasedBicubic
{
    private const double A = -0.5;
    private const double Radius = 2;

    /// <summary>The whole image as a square of RGB bytes.</summary>
    /// <param name="image">CV_8UC3, BGR.</param>
    /// <param name="size">Side of the square.</param>
    public static byte[] Resize(Mat image, int size)
    {
        image.GetArray(out Vec3b[] pixels);
        var (width, height) = (image.Cols, image.Rows);
        var (columns, rows) = (Taps(width, size), Taps(height, size));
        var wide = new double[height * size * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < size; x++)
            {
                foreach (var (index, weight) in columns[x])
                {
                    var pixel = pixels[y * width + index];
                    wide[(y * size + x) * 3] += weight * pixel.Item2;
                    wide[(y * size + x) * 3 + 1] += weight * pixel.Item1;
                    wide[(y * size + x) * 3 + 2] += weight * pixel.Item0;
                }
            }
        }

        var square = new byte[size * size * 3];
        for (var y = 0; y < size; y++)
        {
            for (var value = 0; value < size * 3; value++)
            {
                square[y * size * 3 + value] = (byte)Math.Clamp(Math.Round(rows[y].Sum(tap => tap.Weight * wide[tap.Index * size * 3 + value])), 0, 255);
            }
        }

        return square;
    }

    private static (int Index, double Weight)[][] Taps(int length, int size)
    {
        var scale = Math.Max(1, (double)length / size);
        return
        [
            .. Enumerable.Range(0, size).Select(pixel =>
            {
                var centre = (pixel + 0.5) * length / size;
                var (first, last) = (Math.Max(0, (int)(centre - Radius * scale)), Math.Min(length - 1, (int)(centre + Radius * scale)));
                var taps = Enumerable.Range(first, last - first + 1).Select(index => (Index: index, Weight: Kernel((index + 0.5 - centre) / scale))).ToArray();
                var sum = taps.Sum(tap => tap.Weight);
                return taps.Select(tap => (tap.Index, tap.Weight / sum)).ToArray();
            }),
        ];
    }

    private static double Kernel(double distance)
    {
        var x = Math.Abs(distance);
        return x < 1 ? (A + 2) * x * x * x - (A + 3) * x * x + 1
            : x < Radius ? A * (x * x * x - 5 * x * x + 8 * x - 4)
            : 0;
    }
}
