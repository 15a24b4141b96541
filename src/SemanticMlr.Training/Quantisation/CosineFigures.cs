namespace SemanticMlr.Training.Quantisation;

/// <summary>How well the embeddings of two forms agree.</summary>
/// <param name="Mean">Mean of the cosines.</param>
/// <param name="FirstPercentile">The cosine that 1 % of the embeddings stay below.</param>
public sealed record CosineFigures(double Mean, double FirstPercentile)
{
    /// <summary>Of at least one cosine.</summary>
    internal static CosineFigures Of(IReadOnlyCollection<double> cosines)
    {
        var sorted = cosines.Order().ToArray();
        return new CosineFigures(sorted.Average(), sorted[(sorted.Length - 1) / 100]);
    }
}
