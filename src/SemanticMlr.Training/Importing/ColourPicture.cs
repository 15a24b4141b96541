using OpenCvSharp;

namespace SemanticMlr.Training.Importing;

/// <summary>A drawn golden picture in which red, green and blue differ everywhere, so that a mixed-up channel, mean or spread shows.</summary>
/// <param name="Png">The file.</param>
/// <param name="Rgb">Its pixels, row by row.</param>
internal sealed record ColourPicture(byte[] Png, byte[] Rgb)
{
    /// <summary>Three pictures of a size.</summary>
    public static IReadOnlyList<ColourPicture> Draw(int size) => [.. Enumerable.Range(1, 3).Select(number => Draw(size, number))];

    /// <summary>The picture as the untouched model reads it: (x / 255 - mean) / std in planes [3, S, S].</summary>
    public float[] Normalised(IReadOnlyList<double> mean, IReadOnlyList<double> std)
    {
        var area = Rgb.Length / 3;
        var planes = new float[Rgb.Length];
        for (var index = 0; index < Rgb.Length; index++)
        {
            var channel = index % 3;
            planes[channel * area + index / 3] = (float)((Rgb[index] / 255.0 - mean[channel]) / std[channel]);
        }

        return planes;
    }

    private static ColourPicture Draw(int size, int number)
    {
        using var picture = new Mat(size, size, MatType.CV_8UC3);
        var pixels = new Vec3b[size * size];
        for (var index = 0; index < pixels.Length; index++)
        {
            var (x, y) = (index % size / (double)size, index / size / (double)size);
            pixels[index] = new Vec3b(Level(x * number), Level(y + 0.3 * number), Level(x * y + 0.15 * number));
        }

        picture.SetArray(pixels);
        var (middle, radius) = (new Point(size * number / 4, size / 3), Math.Max(1, size / 6));
        Cv2.Circle(picture, middle, radius, new Scalar(40, 60 * number, 230), -1);
        Cv2.Rectangle(picture, new Rect(size / 8, size * 5 / 8, Math.Max(1, size / (1 + number)), Math.Max(1, size / 5)), new Scalar(210, 200 - 50 * number, 20 * number), -1);
        var png = picture.ToBytes(".png");
        Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
        picture.GetArray(out Vec3b[] drawn);
        return new ColourPicture(png, [.. drawn.SelectMany(pixel => new[] { pixel.Item0, pixel.Item1, pixel.Item2 })]);
    }

    /// <summary>A wave between 20 and 235.</summary>
    private static byte Level(double turn) => (byte)(127.5 + 107.5 * Math.Sin(2 * Math.PI * turn));
}
