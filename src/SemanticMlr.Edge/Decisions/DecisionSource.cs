namespace SemanticMlr.Edge.Decisions;

/// <summary>The bundle, head and label list behind scores and decisions.</summary>
/// <param name="Bundle">Name and version of the bundle, as <c>pcb-defects@3</c>.</param>
/// <param name="Head">Name of the head.</param>
/// <param name="ListId">Id of the label list.</param>
/// <param name="ListVersion">Version of the label list.</param>
public sealed record DecisionSource(string Bundle, string Head, string ListId, int ListVersion);
