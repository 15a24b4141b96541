namespace SemanticMlr.Simulation.Line;

/// <summary>A phrase of the line's grammar.</summary>
/// <param name="Id">The phrase as the id of a label, as <c>red-can-with-dent</c>.</param>
/// <param name="Text">The phrase, as <c>red can with dent</c>.</param>
/// <param name="Synonyms">Other wordings with the same meaning.</param>
/// <param name="IsSeen">Whether training may use it; the others are held out, to ask for them later.</param>
public sealed record LinePhrase(string Id, string Text, IReadOnlyList<string> Synonyms, bool IsSeen)
{
    /// <summary>Whether the phrase holds for a product.</summary>
    internal Func<Product, bool> Holds { get; init; } = _ => false;

    /// <summary>The fault that the phrase is about, where it is about nothing else.</summary>
    internal FaultKind? Fault { get; init; }

    /// <summary>Whether the phrase says that something is wrong.</summary>
    public bool IsFault { get; init; }
}
