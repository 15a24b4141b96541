using System.Runtime.InteropServices;
using OpenCvSharp;

namespace SemanticMlr.Explanation;

/// <summary>The maps of one label over a whole picture, on one scale.</summary>
/// <remarks>The scale goes from 0 (or the lowest value, where that is below 0) to the highest value of the picture, so that the place shows also where the label is unlikely; the legend says the values.</remarks>
public sealed class HeatMap
{
    private readonly IReadOnlyList<RelevanceMap> _maps;

    /// <param name="maps">The maps of the regions, in pixels of the picture; at least one.</param>
    public HeatMap(IReadOnlyList<RelevanceMap> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentOutOfRangeException.ThrowIfZero(maps.Count);
        _maps = maps;
        Peak = maps.Select(map => map.Maximum()).MaxBy(peak => peak.Relevance);
        Low = Math.Min(0, maps.Min(map => map.Values.Min()));
    }

    /// <summary>Where the label shows most.</summary>
    public RelevancePeak Peak { get; }

    /// <summary>The relevance that is not coloured.</summary>
    public float Low { get; }

    /// <summary>The relevance of the strongest colour.</summary>
    public float High => Peak.Relevance;

    /// <summary>Whether every place is alike, so that nothing is coloured.</summary>
    public bool IsFlat => High <= Low;

    /// <summary>Relevance from 0 (lowest) to 1 (highest) in every pixel, CV_32FC1, upsampled linearly; 0 outside the regions. The caller disposes it.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    public Mat Shares(int width, int height)
    {
        var shares = new Mat(height, width, MatType.CV_32FC1, Scalar.All(0));
        foreach (var map in IsFlat ? [] : _maps)
        {
            float[] values = [.. map.Values.Select(value => (value - Low) / (High - Low))];
            var area = new Rect(map.Area.X, map.Area.Y, map.Area.Width, map.Area.Height);
            var inside = area.Intersect(new Rect(0, 0, width, height));
            if (inside.Width <= 0 || inside.Height <= 0)
            {
                continue;
            }

            using var coarse = new Mat(map.Side, map.Side, MatType.CV_32FC1);
            Marshal.Copy(values, 0, coarse.Data, values.Length);
            using var fine = new Mat();
            Cv2.Resize(coarse, fine, area.Size, 0, 0, InterpolationFlags.Linear);
            using var part = fine.SubMat(new Rect(inside.X - area.X, inside.Y - area.Y, inside.Width, inside.Height));
            using var place = shares.SubMat(inside);
            part.CopyTo(place);
        }

        return shares;
    }
}
