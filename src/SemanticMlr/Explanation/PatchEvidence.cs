namespace SemanticMlr.Explanation;

/// <summary>A patch that speaks for a label.</summary>
/// <param name="Row">Row in the grid of patches, from 0.</param>
/// <param name="Column">Column in the grid of patches, from 0.</param>
/// <param name="X">Left edge in the image, in pixels.</param>
/// <param name="Y">Top edge in the image, in pixels.</param>
/// <param name="Width">Width in the image, in pixels.</param>
/// <param name="Height">Height in the image, in pixels.</param>
/// <param name="Relevance">Its relevance.</param>
public sealed record PatchEvidence(int Row, int Column, double X, double Y, double Width, double Height, float Relevance);
