namespace SemanticMlr.Edge.Labels;

/// <summary>One time that a list was put in force.</summary>
/// <param name="Number">The number of the activation; only rises.</param>
/// <param name="ListId">Id of the list.</param>
/// <param name="Version">Version of the list.</param>
/// <param name="File">Its file, which may be gone by now.</param>
/// <param name="Change">Why.</param>
internal sealed record ListActivation(long Number, string ListId, int Version, string File, ListChange Change);
