using OpenCvSharp;
using SemanticMlr.Explanation;

namespace SemanticMlr.Edge.Review;

/// <summary>Makes PNGs of heat maps that fit their size: the frame below loses greys, never pixels.</summary>
internal static class HeatMapEncoder
{
    private const int Compression = 9;

    // A map needs no photograph below it: the frame itself is published as JPEG.
    private static readonly int[] Greys = [32, 8, 1];

    /// <summary>Paints and encodes, or returns null where even the map alone does not fit.</summary>
    /// <param name="picture">The frame as the reviewer gets it.</param>
    /// <param name="map">The map, in pixels of the picture.</param>
    /// <param name="title">Label and score.</param>
    /// <param name="maxBytes">The most bytes of the file.</param>
    public static byte[]? Encode(Mat picture, HeatMap map, string title, int maxBytes)
    {
        foreach (var greys in Greys)
        {
            using var painted = HeatMapPainter.Paint(picture, map, greys);
            HeatMapLegend.AddCaption(painted, map, title);
            Cv2.ImEncode(".png", painted, out var png, new ImageEncodingParam(ImwriteFlags.PngCompression, Compression));
            if (png.Length <= maxBytes)
            {
                return png;
            }
        }

        return null;
    }
}
