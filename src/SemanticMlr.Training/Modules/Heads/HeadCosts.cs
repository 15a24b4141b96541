namespace SemanticMlr.Training.Modules.Heads;

/// <summary>Multiply-adds of the heads for one image: those of matrix products and weighted sums, as they are counted for encoders. Needs no native library.</summary>
public static class HeadCosts
{
    /// <summary>The counts of all heads, by name; <c>sigrl+</c> with its standard width, at most D.</summary>
    /// <param name="dimension">Length D of an embedding.</param>
    /// <param name="labels">Labels C.</param>
    /// <param name="patches">Patches P.</param>
    public static IReadOnlyDictionary<string, long> Of(long dimension, long labels, long patches) => new Dictionary<string, long>
    {
        ["clip"] = Clip(dimension, labels),
        ["mkt"] = Mkt(dimension, labels, patches),
        ["sigrl"] = Sigrl(dimension, labels, patches),
        ["sigrl+"] = SigrlPlus(dimension, labels, patches, new SigrlPlusSettings { Rank = (int)Math.Min(new SigrlPlusSettings().Rank, dimension) }),
    };

    internal static long Clip(long dimension, long labels) => labels * dimension;

    internal static long Mkt(long dimension, long labels, long patches) => labels * (patches + 1) * dimension;

    /// <summary>C (2 (P D^2 + P D) + 4 D^2) for SVFR (sigrl.md 4.1), and the products with the labels.</summary>
    internal static long Sigrl(long dimension, long labels, long patches)
    {
        var attention = patches * dimension * (dimension + 1);
        return labels * (2 * attention + 4 * dimension * dimension) + Mkt(dimension, labels, patches);
    }

    internal static long SigrlPlus(long dimension, long labels, long patches, SigrlPlusSettings parts)
    {
        long rank = parts.Rank;
        var projections = (2 * patches + labels + 1) * dimension * rank;
        var attention = labels * patches * (2 * rank + 1);
        var joining = labels * (SigrlPlusSettings.JoinedParts * rank + 1) * rank;
        var exchange = parts.Exchange ? 3 * labels * rank * rank + 2 * labels * labels * rank : 0;
        var gates = parts.Reconstruction ? labels * rank * rank + 2 * labels * patches * rank : 0;
        var mixing = parts.Mixing ? labels * rank * SigrlPlusSettings.MixedParts : 0;
        return projections + Mkt(dimension, labels, patches) + attention + joining + exchange + gates + mixing;
    }
}
