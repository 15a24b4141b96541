namespace SemanticMlr.Edge.Review;

/// <summary>Where the model sees a label in a frame under review: a picture of the same size as the frame's.</summary>
/// <param name="Label">The label's id.</param>
/// <param name="Png">The picture; not written to.</param>
/// <param name="Sha256">SHA-256 of <paramref name="Png"/>, lower-case hexadecimal.</param>
public sealed record ReviewHeatMap(string Label, byte[] Png, string Sha256);
