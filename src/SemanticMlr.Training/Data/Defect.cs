namespace SemanticMlr.Training.Data;

/// <summary>A labelled place of a board.</summary>
/// <param name="Label">Index of the label in the recipe's list.</param>
/// <param name="X">Horizontal centre of its box, in pixels.</param>
/// <param name="Y">Vertical centre of its box, in pixels.</param>
internal readonly record struct Defect(int Label, float X, float Y);
