namespace SemanticMlr.Training.Quantisation;

/// <summary>A graph whose first convolution reads the bytes of the pixels.</summary>
/// <param name="Graph">The graph; gives the same numbers as before, but for half a level of the border.</param>
/// <param name="Tensor">What the convolution reads: pixels as integers already.</param>
/// <param name="Scale">Scale 1 and the byte that stands for the border.</param>
/// <param name="HasPlane">Whether a fourth plane makes the border exact.</param>
internal sealed record FoldedPixels(EncoderGraph Graph, string Tensor, IntegerScale Scale, bool HasPlane);
