namespace SemanticMlr.Cli.Trials;

/// <summary>A phrase that was tried.</summary>
/// <param name="Id">The id that it got.</param>
/// <param name="Text">The phrase.</param>
/// <param name="Holds">Pictures in which it would be reported.</param>
/// <param name="Lowest">Its lowest probability.</param>
/// <param name="Median">Its median.</param>
/// <param name="Highest">Its highest.</param>
/// <param name="Nearest">The other label whose text is most alike, or null where there is none.</param>
/// <param name="Cosine">How alike: the cosine of both embeddings.</param>
internal sealed record TrialPhrase(string Id, string Text, int Holds, double Lowest, double Median, double Highest, string? Nearest, double Cosine);
