namespace SemanticMlr.Edge.Review;

/// <summary>A region of a frame under review, in pixels of the captured frame, with the probabilities of all labels.</summary>
public sealed record ReviewRegion(string Region, int X, int Y, int Width, int Height, IReadOnlyDictionary<string, double> Scores);
