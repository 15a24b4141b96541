namespace SemanticMlr.Simulation.Line;

/// <summary>Says in words what stands on the line.</summary>
internal static class LineCaption
{
    /// <summary>One phrase for each product, in one of its wordings; never one that is held out.</summary>
    public static string Of(IReadOnlyList<Product> products, SceneRandom random)
    {
        if (products.Count == 0)
        {
            return Wording(PhraseGrammar.All.Single(phrase => phrase.Id == PhraseGrammar.EmptyLine), random);
        }

        return string.Join(" and ", products.Select(product =>
        {
            LinePhrase[] phrases = [.. PhraseGrammar.All.Where(phrase => phrase.IsSeen && phrase.Holds(product))];
            return Wording(random.Pick<LinePhrase>(phrases), random);
        }));
    }

    private static string Wording(LinePhrase phrase, SceneRandom random) => random.Pick<string>([phrase.Text, .. phrase.Synonyms]);
}
