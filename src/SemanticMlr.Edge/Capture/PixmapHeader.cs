namespace SemanticMlr.Edge.Capture;

/// <summary>What a PPM or PGM image says of itself.</summary>
internal readonly record struct PixmapHeader(int Width, int Height, bool IsGrey);
