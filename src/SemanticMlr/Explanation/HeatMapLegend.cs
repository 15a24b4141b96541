using System.Globalization;
using OpenCvSharp;

namespace SemanticMlr.Explanation;

/// <summary>Says in the picture which label a heat map is of, how probable it is, and what the colours mean.</summary>
public static class HeatMapLegend
{
    private const HersheyFonts Font = HersheyFonts.HersheyDuplex;
    private const int NarrowestStrip = 420;
    private const int BarWidth = 120;
    private static readonly Scalar Ink = Scalar.White;
    private static readonly Scalar Ground = new(32, 32, 32);

    /// <summary>Puts a title strip with the scale of colours above a painted picture; the caller disposes the result.</summary>
    /// <param name="painted">What <see cref="HeatMapPainter.Paint"/> gave.</param>
    /// <param name="map">The map.</param>
    /// <param name="title">Label and score; letters beyond ASCII cannot be drawn.</param>
    public static Mat AddStrip(Mat painted, HeatMap map, string title)
    {
        ArgumentNullException.ThrowIfNull(painted);
        ArgumentNullException.ThrowIfNull(map);
        var width = Math.Max(painted.Cols, NarrowestStrip);
        var height = Math.Clamp(width / 18, 32, 72);
        var framed = new Mat(painted.Rows + height, width, MatType.CV_8UC3, Ground);
        using (var place = framed.SubMat(new Rect((width - painted.Cols) / 2, height, painted.Cols, painted.Rows)))
        {
            painted.CopyTo(place);
        }

        var (barWidth, barHeight) = (BarWidth * height / 36, height / 3);
        var numbers = Number(map.High);
        var scale = FontScale(height / 3);
        var numberWidth = Cv2.GetTextSize(numbers, Font, scale, 1, out _).Width;
        var left = width - barWidth - numberWidth - 24;
        Bar(framed, new Rect(left, (height - barHeight) / 2, barWidth, barHeight));
        var zero = Number(map.Low);
        Write(framed, zero, new Point(left - Cv2.GetTextSize(zero, Font, scale, 1, out _).Width - 8, height * 2 / 3), scale);
        Write(framed, numbers, new Point(left + barWidth + 8, height * 2 / 3), scale);
        Write(framed, title, new Point(10, height * 2 / 3), Fit(title, FontScale(height / 2.6), left - numberWidth - 40));
        return framed;
    }

    /// <summary>Writes label and score into a corner of a painted picture, the one farthest from the maximum.</summary>
    /// <param name="painted">What <see cref="HeatMapPainter.Paint"/> gave; it is written into.</param>
    /// <param name="map">The map.</param>
    /// <param name="title">Label and score; letters beyond ASCII cannot be drawn.</param>
    public static void AddCaption(Mat painted, HeatMap map, string title)
    {
        ArgumentNullException.ThrowIfNull(painted);
        ArgumentNullException.ThrowIfNull(map);
        var scale = Fit(title, FontScale(Math.Clamp(painted.Rows / 36.0, 10, 28)), painted.Cols - 16);
        var size = Cv2.GetTextSize(title, Font, scale, 1, out var baseline);
        var (width, height) = (Math.Min(painted.Cols, size.Width + 12), Math.Min(painted.Rows, size.Height + baseline + 10));
        var box = new Rect(
            map.Peak.X < painted.Cols / 2.0 ? painted.Cols - width : 0,
            map.Peak.Y < painted.Rows / 2.0 ? painted.Rows - height : 0,
            width,
            height);
        Cv2.Rectangle(painted, box, Ground, -1);
        Write(painted, title, new Point(box.X + 6, box.Y + size.Height + 5), scale);
    }

    private static void Bar(Mat framed, Rect place)
    {
        using var ramp = new Mat(1, 256, MatType.CV_8UC1);
        for (var level = 0; level < 256; level++)
        {
            ramp.Set(0, level, (byte)level);
        }

        using var colours = new Mat();
        Cv2.ApplyColorMap(ramp, colours, HeatMapPainter.Colours);
        using var target = framed.SubMat(place);
        Cv2.Resize(colours, target, place.Size, 0, 0, InterpolationFlags.Linear);
    }

    private static void Write(Mat picture, string text, Point place, double scale) =>
        Cv2.PutText(picture, text, place, Font, scale, Ink, 1, LineTypes.AntiAlias);

    /// <summary>The scale at which capitals are so many pixels high.</summary>
    private static double FontScale(double pixels) => pixels / 22;

    private static double Fit(string text, double scale, int width) =>
        Math.Min(scale, scale * Math.Max(1, width) / Math.Max(1, Cv2.GetTextSize(text, Font, scale, 1, out _).Width));

    private static string Number(float value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
