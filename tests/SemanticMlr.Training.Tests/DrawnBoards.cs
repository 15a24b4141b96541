using System.Globalization;
using System.Text;
using OpenCvSharp;

namespace SemanticMlr.Training.Tests;

/// <summary>A drawn data set of dots and crosses: two groups, <c>a</c> and <c>b</c>.</summary>
internal static class DrawnBoards
{
    public const int Side = 120;

    /// <summary>Writes so many images a group and returns the path of the data set.</summary>
    public static string Write(string folder, int imagesPerGroup)
    {
        var random = new Random(7);
        var lines = new StringBuilder();
        foreach (var group in new[] { "a", "b" })
        {
            for (var index = 0; index < imagesPerGroup; index++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{group}{index:D3}.png");
                using var picture = new Mat(Side, Side, MatType.CV_8UC1, Scalar.White);
                var dot = Place(random);
                var cross = Place(random);
                Cv2.Circle(picture, dot, 6, Scalar.Black, -1);
                Cv2.Line(picture, cross - new Point(8, 0), cross + new Point(8, 0), Scalar.Black, 3);
                Cv2.Line(picture, cross - new Point(0, 8), cross + new Point(0, 8), Scalar.Black, 3);
                Cv2.ImWrite(Path.Combine(folder, name), picture);
                lines.Append(CultureInfo.InvariantCulture, $$"""
                    {"image": "{{name}}", "width": {{Side}}, "height": {{Side}}, "boxes": [{{Box("dot", dot)}}, {{Box("cross", cross)}}]}
                    """).Append('\n');
            }
        }

        var path = Path.Combine(folder, "boards.jsonl");
        File.WriteAllText(path, lines.ToString());
        return path;
    }

    private static Point Place(Random random) => new(random.Next(12, Side - 12), random.Next(12, Side - 12));

    private static string Box(string label, Point centre) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"label": "{{label}}", "x": {{centre.X - 8}}, "y": {{centre.Y - 8}}, "width": 16, "height": 16}""");
}
