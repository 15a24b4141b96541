using OpenCvSharp;
using SemanticMlr.Imaging;

namespace SemanticMlr.Cli.Mistakes;

/// <summary>Small pictures side by side, each with a line of text below. Owns its pixels.</summary>
internal sealed class ContactSheet : IDisposable
{
    private const int Side = 192;
    private const int TextHeight = 18;
    private const int Gap = 6;
    private const int Columns = 6;
    private const double Context = 0.15;
    private static readonly Scalar Paper = new(245, 245, 245);
    private static readonly Scalar Ink = new(30, 30, 30);
    private static readonly Scalar Frame = new(40, 40, 220);

    private readonly Mat _sheet;

    /// <param name="count">Pictures that it takes, at least 1.</param>
    public ContactSheet(int count)
    {
        var (columns, rows) = (Math.Min(count, Columns), (count + Columns - 1) / Columns);
        _sheet = new Mat(rows * (Side + TextHeight + Gap) + Gap, columns * (Side + Gap) + Gap, MatType.CV_8UC3, Paper);
    }

    /// <summary>Draws a part of a picture with some of what lies around it; a frame shows where the part ends.</summary>
    /// <param name="place">From 0, row by row.</param>
    /// <param name="picture">CV_8UC3, BGR.</param>
    /// <param name="region">The part.</param>
    /// <param name="text">What stands below.</param>
    public void Draw(int place, Mat picture, PixelRectangle region, string text)
    {
        var (left, top) = (Gap + place % Columns * (Side + Gap), Gap + place / Columns * (Side + TextHeight + Gap));
        var (marginX, marginY) = ((int)(Context * region.Width), (int)(Context * region.Height));
        var seen = new Rect(region.X - marginX, region.Y - marginY, region.Width + 2 * marginX, region.Height + 2 * marginY)
            .Intersect(new Rect(0, 0, picture.Cols, picture.Rows));
        var scale = (double)Side / Math.Max(seen.Width, seen.Height);
        using var part = picture.SubMat(seen);
        using var cell = _sheet.SubMat(new Rect(left, top, Math.Max(1, (int)(seen.Width * scale)), Math.Max(1, (int)(seen.Height * scale))));
        Cv2.Resize(part, cell, cell.Size(), 0, 0, InterpolationFlags.Area);
        if (seen.Width > region.Width || seen.Height > region.Height)
        {
            var inner = new Rect((int)((region.X - seen.X) * scale), (int)((region.Y - seen.Y) * scale), (int)(region.Width * scale), (int)(region.Height * scale));
            Cv2.Rectangle(cell, inner, Frame);
        }

        Cv2.PutText(_sheet, text, new Point(left, top + Side + TextHeight - 5), HersheyFonts.HersheySimplex, 0.38, Ink, 1, LineTypes.AntiAlias);
    }

    /// <summary>Writes the sheet as a PNG file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        Cv2.ImEncode(".png", _sheet, out var bytes);
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => _sheet.Dispose();
}
