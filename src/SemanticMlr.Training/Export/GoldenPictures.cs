using OpenCvSharp;

namespace SemanticMlr.Training.Export;

/// <summary>Draws the golden pictures: traces, pads and a few defects. No data set's image is in them, so a bundle can be passed on.</summary>
internal static class GoldenPictures
{
    private static readonly Scalar Copper = Scalar.Black;
    private static readonly Scalar Bare = Scalar.White;

    /// <summary>Three pictures: a sound board, an open trace with a spur, a short with a pin hole and spurious copper.</summary>
    public static IReadOnlyList<GoldenPicture> Draw(int size) =>
    [
        Draw(size, _ => { }),
        Draw(size, board =>
        {
            board.Line(0.45, 0.2, 0.53, 0.2, 0.08, Bare);
            board.Line(0.7, 0.5, 0.74, 0.43, 0.02, Copper);
        }),
        Draw(size, board =>
        {
            board.Line(0.35, 0.2, 0.37, 0.5, 0.03, Copper);
            board.Dot(0.8, 0.8, 0.02, Bare);
            board.Dot(0.3, 0.68, 0.03, Copper);
        }),
    ];

    private static GoldenPicture Draw(int size, Action<Canvas> defects)
    {
        using var picture = new Mat(size, size, MatType.CV_8UC3, Bare);
        var board = new Canvas(picture);
        board.Line(0, 0.2, 1, 0.2, 0.07, Copper);
        board.Line(0, 0.5, 0.8, 0.5, 0.06, Copper);
        board.Line(0.8, 0.5, 0.8, 1, 0.06, Copper);
        board.Dot(0.8, 0.8, 0.12, Copper);
        board.Dot(0.15, 0.8, 0.1, Copper);
        board.Dot(0.15, 0.8, 0.045, Bare);
        defects(board);
        using var plane = new Mat();
        Cv2.ExtractChannel(picture, plane, 0);
        plane.GetArray(out byte[] brightness);
        return new GoldenPicture(picture.ToBytes(".png"), brightness);
    }

    /// <summary>A picture on which places and widths are shares of its side.</summary>
    private sealed class Canvas(Mat picture)
    {
        public void Line(double fromX, double fromY, double toX, double toY, double width, Scalar colour) =>
            Cv2.Line(picture, At(fromX, fromY), At(toX, toY), colour, Math.Max(1, (int)(width * picture.Cols)));

        public void Dot(double x, double y, double radius, Scalar colour) =>
            Cv2.Circle(picture, At(x, y), Math.Max(1, (int)(radius * picture.Cols)), colour, -1);

        private Point At(double x, double y) => new((int)(x * picture.Cols), (int)(y * picture.Rows));
    }
}
