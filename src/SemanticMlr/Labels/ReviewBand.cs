namespace SemanticMlr.Labels;

/// <summary>Probabilities of which the model is unsure.</summary>
/// <param name="Low">Lower end, 0..1, inclusive.</param>
/// <param name="High">Upper end, 0..1, inclusive; not below <paramref name="Low"/>.</param>
public sealed record ReviewBand(double Low, double High)
{
    /// <summary>Whether a probability lies in the band.</summary>
    public bool Contains(double probability) => probability >= Low && probability <= High;
}
