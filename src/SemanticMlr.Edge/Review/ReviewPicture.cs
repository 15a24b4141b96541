namespace SemanticMlr.Edge.Review;

/// <summary>An encoded picture.</summary>
/// <param name="Jpeg">The file.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
internal sealed record ReviewPicture(byte[] Jpeg, int Width, int Height);
