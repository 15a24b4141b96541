using OpenCvSharp;

namespace SemanticMlr.Explanation;

/// <summary>Paints heat maps: the picture in grey, colours where the label shows, a ring around the maximum.</summary>
public static class HeatMapPainter
{
    /// <summary>The colours, from low to high.</summary>
    internal const ColormapTypes Colours = ColormapTypes.Turbo;

    private const double Strongest = 0.7;
    private const int FewestLevels = 16;
    private const int RingShare = 36;

    /// <summary>Paints over a picture of the same size; the caller disposes the result.</summary>
    /// <param name="image">The picture, CV_8UC3, BGR; left as it is.</param>
    /// <param name="map">The map, in pixels of the picture.</param>
    /// <param name="greys">Levels of grey that the picture keeps, 1 to 256: fewer make a smaller file. Relevance then has as many levels too, but never fewer than 16.</param>
    public static Mat Paint(Mat image, HeatMap map, int greys = 256)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(greys, 1);
        using var grey = Grey(image, greys);
        using var shares = map.Shares(image.Cols, image.Rows);
        if (greys < 256)
        {
            Step(shares, Math.Max(FewestLevels, greys));
        }

        var painted = Blend(grey, shares);
        if (!map.IsFlat)
        {
            Ring(painted, map.Peak);
        }

        return painted;
    }

    private static void Step(Mat shares, int levels)
    {
        using var whole = new Mat();
        shares.ConvertTo(whole, MatType.CV_8UC1, levels - 1);
        whole.ConvertTo(shares, MatType.CV_32FC1, 1.0 / (levels - 1));
    }

    private static Mat Grey(Mat image, int greys)
    {
        using var single = new Mat();
        Cv2.CvtColor(image, single, ColorConversionCodes.BGR2GRAY);
        if (greys < 256)
        {
            var step = 256 / greys;
            using var table = Mat.FromPixelData(1, 256, MatType.CV_8UC1, Enumerable.Range(0, 256).Select(value => (byte)Math.Min(255, value / step * step + step / 2)).ToArray());
            Cv2.LUT(single, table, single);
        }

        var grey = new Mat();
        Cv2.CvtColor(single, grey, ColorConversionCodes.GRAY2BGR);
        return grey;
    }

    /// <summary>The stronger the relevance, the more colour covers the picture.</summary>
    private static Mat Blend(Mat grey, Mat shares)
    {
        using var levels = new Mat();
        shares.ConvertTo(levels, MatType.CV_8UC1, 255);
        using var colour = new Mat();
        Cv2.ApplyColorMap(levels, colour, Colours);
        using var cover = new Mat();
        Cv2.Sqrt(shares, cover);
        using var colourShare = new Mat();
        cover.ConvertTo(colourShare, MatType.CV_32FC1, Strongest);
        using var greyShare = new Mat();
        cover.ConvertTo(greyShare, MatType.CV_32FC1, -Strongest, 1);
        var painted = new Mat();
        Cv2.BlendLinear(grey, colour, greyShare, colourShare, painted);
        return painted;
    }

    private static void Ring(Mat painted, RelevancePeak peak)
    {
        var centre = new Point((int)peak.X, (int)peak.Y);
        var radius = Math.Max(8, Math.Max(painted.Cols, painted.Rows) / RingShare);
        var stroke = Math.Max(1, radius / 9);
        Cv2.Circle(painted, centre, radius, Scalar.Black, 3 * stroke, LineTypes.AntiAlias);
        Cv2.Circle(painted, centre, radius, Scalar.White, stroke, LineTypes.AntiAlias);
    }
}
