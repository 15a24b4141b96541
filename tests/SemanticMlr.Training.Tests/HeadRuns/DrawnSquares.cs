using System.Text;
using OpenCvSharp;

namespace SemanticMlr.Training.Tests.HeadRuns;

/// <summary>A drawn data set of coloured squares: whole-image labels <c>red</c>, <c>green</c>, <c>blue</c>, and the clip of every image.</summary>
internal static class DrawnSquares
{
    public const int Side = 48;

    public static readonly string[] Labels = ["red", "green", "blue"];

    private static readonly Scalar[] Colours = [new(0, 0, 255), new(0, 255, 0), new(255, 0, 0)];

    /// <summary>Writes so many images and returns the path of the data set.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="count">Images; four make a clip.</param>
    public static string Write(string folder, string name, int count)
    {
        var random = new Random(count);
        var lines = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            using var picture = new Mat(Side, Side, MatType.CV_8UC3, Scalar.All(128));
            string[] held = [.. Labels.Where((_, label) => (index + label) % 2 == 0 || random.Next(4) == 0)];
            foreach (var label in held)
            {
                var corner = new Point(random.Next(Side - 16), random.Next(Side - 16));
                Cv2.Rectangle(picture, new Rect(corner.X, corner.Y, 14, 14), Colours[Array.IndexOf(Labels, label)], -1);
            }

            var file = FormattableString.Invariant($"{name}{index:D3}.png");
            Cv2.ImWrite(Path.Combine(folder, file), picture);
            lines.Append(FormattableString.Invariant($"{{\"image\": \"{file}\", \"width\": {Side}, \"height\": {Side}, \"clip\": {index / 4}, \"labels\": [{string.Join(", ", held.Select(label => $"\"{label}\""))}]}}\n"));
        }

        var path = Path.Combine(folder, $"{name}.jsonl");
        File.WriteAllText(path, lines.ToString());
        return path;
    }
}
