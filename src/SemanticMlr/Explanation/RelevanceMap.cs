using SemanticMlr.Imaging;

namespace SemanticMlr.Explanation;

/// <summary>How much each patch of a region speaks for one label. Patches lie row by row in a square grid over <see cref="Area"/>.</summary>
/// <param name="Area">Where the patches lie in the image, in pixels.</param>
/// <param name="Side">Patches in a row, and rows.</param>
/// <param name="Values">Relevance of each patch, Side x Side values; what the unit is the head says, often a probability.</param>
public sealed record RelevanceMap(PixelRectangle Area, int Side, IReadOnlyList<float> Values)
{
    /// <summary>The patch of the highest relevance, the first where several are equal, with its centre in pixels.</summary>
    public RelevancePeak Maximum()
    {
        var best = 0;
        for (var patch = 1; patch < Values.Count; patch++)
        {
            best = Values[patch] > Values[best] ? patch : best;
        }

        var (width, height) = (Area.Width / (double)Side, Area.Height / (double)Side);
        return new RelevancePeak(Area.X + (best % Side + 0.5) * width, Area.Y + (best / Side + 0.5) * height, Values[best]);
    }

    /// <summary>The patches of the highest relevance, best first.</summary>
    public IReadOnlyList<PatchEvidence> Best(int count) =>
    [
        .. Enumerable.Range(0, Values.Count).OrderByDescending(patch => Values[patch]).Take(count).Select(patch => new PatchEvidence(
            patch / Side,
            patch % Side,
            Math.Round(Area.X + patch % Side * Area.Width / (double)Side, 1),
            Math.Round(Area.Y + patch / Side * Area.Height / (double)Side, 1),
            Math.Round(Area.Width / (double)Side, 1),
            Math.Round(Area.Height / (double)Side, 1),
            Values[patch])),
    ];

    /// <summary>The same map over a picture that was resized.</summary>
    /// <param name="horizontal">New width over old width.</param>
    /// <param name="vertical">New height over old height.</param>
    public RelevanceMap Scaled(double horizontal, double vertical)
    {
        var (left, top) = ((int)Math.Round(Area.X * horizontal), (int)Math.Round(Area.Y * vertical));
        return this with
        {
            Area = new PixelRectangle(
                left,
                top,
                Math.Max(1, (int)Math.Round(Area.Right * horizontal) - left),
                Math.Max(1, (int)Math.Round(Area.Bottom * vertical) - top)),
        };
    }
}
