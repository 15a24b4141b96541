namespace SemanticMlr.Labels;

/// <summary>What changed of one label.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fields">The fields that changed, as <c>text</c>.</param>
public sealed record LabelChange(string Id, IReadOnlyList<string> Fields);
