using SemanticMlr.Imaging;

namespace SemanticMlr.Explanation;

/// <summary>A region with its scores and where they come from.</summary>
/// <param name="Region">The region.</param>
/// <param name="Probabilities">Calibrated probabilities, one a label, 0..1.</param>
/// <param name="Area">Where the patches lie in the image.</param>
/// <param name="Side">Patches in a row, and rows.</param>
/// <param name="Relevance">P x C values, patch by patch.</param>
public sealed record RegionExplanation(
    NamedRegion Region, IReadOnlyList<float> Probabilities, PixelRectangle Area, int Side, IReadOnlyList<float> Relevance)
{
    /// <summary>The map of one label.</summary>
    public RelevanceMap Map(int label)
    {
        var labels = Probabilities.Count;
        return new RelevanceMap(Area, Side, [.. Enumerable.Range(0, Side * Side).Select(patch => Relevance[patch * labels + label])]);
    }
}
